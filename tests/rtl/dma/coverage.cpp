// SPDX-License-Identifier: Apache-2.0
#include "coverage.h"
#if VM_COVERAGE
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <unistd.h>
#include <verilated_cov.h>

static std::map<std::string, uint64_t> points; // "file line", the sum of all instances and branches that begin there

static std::string key(const std::string &line, const char *name)
{
	size_t at = line.find(std::string("\001") + name + "\002");
	if (at == std::string::npos) return "";
	at += 3;
	size_t end = line.find_first_of("\001'", at);
	return line.substr(at, end - at);
}

void coverage_add(VerilatedContext &context)
{
	char name[] = "/tmp/dma-coverage-XXXXXX";
	int fd = mkstemp(name);
	if (fd < 0) return;
	close(fd);
	context.coveragep()->write(name);
	std::ifstream in(name);
	for (std::string line; std::getline(in, line);) {
		if (line[0] != 'C') continue;
		std::string file = key(line, "f");
		file = file.substr(file.rfind('/') + 1);
		// An if and its else are points of their own.
		points[file + " " + key(line, "l") + " " + key(line, "o")] += strtoull(line.c_str() + line.rfind(' '), nullptr, 10);
	}
	remove(name);
}

bool coverage_write(const char *file)
{
	FILE *f = fopen(file, "w");
	if (!f) { perror(file); return false; }
	for (auto &p : points) fprintf(f, "%s %lu\n", p.first.c_str(), p.second);
	return fclose(f) == 0;
}
#else
void coverage_add(VerilatedContext &) {}
bool coverage_write(const char *) { return true; }
#endif
