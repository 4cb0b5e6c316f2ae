/* SPDX-License-Identifier: Apache-2.0
 *
 * Command line of the simulator: see options.h.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "doorbell/memmap.h"
#include "doorbell/straps.h"
#include "options.h"

#define VERSION "1.0.0"

/* What --hostile adds at the memory port where the user has not chosen a value. */
#define HOSTILE_JITTER 20
#define HOSTILE_STALL 10
#define HOSTILE_STREAM_STALL 25

enum option_id {
	OPT_HELP = 256,
	OPT_VERSION,
	OPT_SEED,
	OPT_HOSTILE,
	OPT_HOSTILITY,
	OPT_QUIRK,
	OPT_COHERENT,
	OPT_NO_COHERENT,
	OPT_MEM_LATENCY,
	OPT_MEM_JITTER,
	OPT_MEM_REORDER,
	OPT_MEM_STALL,
	OPT_RAM_MIB,
	OPT_RAM_HI_MIB,
	OPT_MAX_CYCLES,
	OPT_WATCHDOG,
	OPT_UART,
	OPT_SIGNATURE,
	OPT_SIGNATURE_GRANULARITY,
	OPT_REPORT,
	OPT_SARIF,
	OPT_SUPPRESS,
	OPT_EVENTS,
	OPT_TRACE,
	OPT_TRACE_DEPTH,
	OPT_TRACE_FROM,
	OPT_TRACE_TO,
	OPT_CHECK,
	OPT_STOP_AT_FIRST,
	OPT_FAULT,
	OPT_STREAM,
	OPT_STREAM_STALL,
	OPT_LOAD,
	OPT_EXPLAIN,
};

static const struct option long_options[] = {
	{"help", no_argument, NULL, OPT_HELP},
	{"version", no_argument, NULL, OPT_VERSION},
	{"seed", required_argument, NULL, OPT_SEED},
	{"hostile", no_argument, NULL, OPT_HOSTILE},
	{"hostility", required_argument, NULL, OPT_HOSTILITY},
	{"quirk", required_argument, NULL, OPT_QUIRK},
	{"coherent", no_argument, NULL, OPT_COHERENT},
	{"no-coherent", no_argument, NULL, OPT_NO_COHERENT},
	{"mem-latency", required_argument, NULL, OPT_MEM_LATENCY},
	{"mem-jitter", required_argument, NULL, OPT_MEM_JITTER},
	{"mem-reorder", no_argument, NULL, OPT_MEM_REORDER},
	{"mem-stall", required_argument, NULL, OPT_MEM_STALL},
	{"ram-mib", required_argument, NULL, OPT_RAM_MIB},
	{"ram-hi-mib", required_argument, NULL, OPT_RAM_HI_MIB},
	{"max-cycles", required_argument, NULL, OPT_MAX_CYCLES},
	{"watchdog", required_argument, NULL, OPT_WATCHDOG},
	{"uart", required_argument, NULL, OPT_UART},
	{"signature", required_argument, NULL, OPT_SIGNATURE},
	{"signature-granularity", required_argument, NULL, OPT_SIGNATURE_GRANULARITY},
	{"report", required_argument, NULL, OPT_REPORT},
	{"sarif", required_argument, NULL, OPT_SARIF},
	{"suppress", required_argument, NULL, OPT_SUPPRESS},
	{"events", required_argument, NULL, OPT_EVENTS},
	{"trace", required_argument, NULL, OPT_TRACE},
	{"trace-depth", required_argument, NULL, OPT_TRACE_DEPTH},
	{"trace-from", required_argument, NULL, OPT_TRACE_FROM},
	{"trace-to", required_argument, NULL, OPT_TRACE_TO},
	{"check", required_argument, NULL, OPT_CHECK},
	{"stop-at-first", no_argument, NULL, OPT_STOP_AT_FIRST},
	{"fault", required_argument, NULL, OPT_FAULT},
	{"stream", required_argument, NULL, OPT_STREAM},
	{"stream-stall", required_argument, NULL, OPT_STREAM_STALL},
	{"load", required_argument, NULL, OPT_LOAD},
	{"explain", required_argument, NULL, OPT_EXPLAIN},
	{NULL, 0, NULL, 0},
};

static const char help_text[] =
	"usage: doorbell [options] program.elf\n"
	"\n"
	"Runs a bare-metal RV64 program on the doorbell SoC and judges its DMA, cache and ordering work.\n"
	"\n"
	"The machine\n"
	"  --seed N               seed of every random choice (default 1); same seed, same cycles\n"
	"  --hostile              the most hostile legal machine: all freedoms, memory jitter, stalls and reordering\n"
	"  --hostility A,B,...    single freedoms (list below)\n"
	"  --quirk NAME           weaken one documented contract (list below); may be repeated\n"
	"  --coherent             every DMA access snoops the data cache\n"
	"  --no-coherent          no DMA access snoops (default: each channel's own setting)\n"
	"  --mem-latency N        cycles from address to first read beat, and from last write beat to response (13)\n"
	"  --mem-jitter N         up to N random cycles more for each burst (0)\n"
	"  --mem-reorder          answers of different IDs may overtake one another\n"
	"  --mem-stall PERCENT    the memory withholds each ready in so many of 100 cycles (0)\n"
	"  --fault KIND:ADDR[:N]  bus error (SLVERR) on the next N (1) read or write beats at physical address ADDR\n"
	"  --stream CH:loopback[:TO]  what channel CH transmits, channel TO receives (default: every channel its own)\n"
	"  --stream CH:sink[:FILE]    ... goes into FILE, or away\n"
	"  --stream CH:source[:FILE]  channel CH receives FILE in packets of 256 bytes, or bytes 0, 1, 2 ... in "
	"packets of\n"
	"                         1 to 512 by the seed\n"
	"  --stream-stall PERCENT stream devices hold back in so many of 100 cycles (0)\n"
	"  --ram-mib N            RAM at 0x80000000 (64)\n"
	"  --ram-hi-mib N         RAM at 0x400000000 (64; 0 for none)\n"
	"  --load FILE@ADDR       place the bytes of FILE at physical address ADDR before the start; may be repeated\n"
	"  --uart WHERE           console: stdout (default), pty, or a file\n"
	"Limits\n"
	"  --max-cycles N         stop after N cycles (50000000)\n"
	"  --watchdog N           stop when nothing retires for N cycles (1000000; 0 for never)\n"
	"Checker and results\n"
	"  --check=on|off         the checker (on)\n"
	"  --stop-at-first        end at the first finding\n"
	"  --suppress FILE        findings not to report\n"
	"  --report FILE          report as JSON\n"
	"  --sarif FILE           report as SARIF 2.1.0\n"
	"  --signature FILE       write begin_signature..end_signature as hex lines\n"
	"  --signature-granularity 4|8   bytes in a line of it (4)\n"
	"  --events FILE          record the probe events, for doorbell-check\n"
	"  --explain CLASS        print a class's rule, an example and the remedy\n"
	"Waveform\n"
	"  --trace FILE           FST waveform\n"
	"  --trace-depth N        levels of hierarchy in it: 1 the ports, 2 the SoC's wires too, ... (0: all)\n"
	"  --trace-from C, --trace-to C   first and last cycle in it\n"
	"  --help, --version\n"
	"\n"
	"Exit status: 0 passed, 1 program failed, 2 usage or input error, 3 findings, 4 limit reached.\n"
	"\n"
	"Freedoms (--hostility):\n"
#define X(NAME, bit, option, text) "  " option ": " text "\n"
	DB_HOSTILE_LIST(X) "Quirks (--quirk):\n" DB_QUIRK_LIST(X)
#undef X
	;

struct named_bit {
	const char *name;
	uint32_t bit;
};

#define X(NAME, bit, option, text) {option, UINT32_C(1) << (bit)},
static const struct named_bit freedoms[] = {DB_HOSTILE_LIST(X){NULL, 0}};
static const struct named_bit quirks[] = {DB_QUIRK_LIST(X){NULL, 0}};
#undef X

static int bad_value(const char *option, const char *value, const char *want)
{
	fprintf(stderr, "doorbell: --%s: '%s' is not %s\n", option, value, want);
	return -1;
}

/* A whole number, decimal or 0x hexadecimal, in lo..hi; on a refusal says what would do. */
static int number(const char *option, const char *value, uint64_t lo, uint64_t hi, uint64_t *out)
{
	char want[80];
	char *end;
	uint64_t n;
	bool hex = value[0] == '0' && (value[1] == 'x' || value[1] == 'X');

	snprintf(want, sizeof(want), "a number from %llu to %llu", (unsigned long long)lo, (unsigned long long)hi);
	if (!(value[0] >= '0' && value[0] <= '9'))
		return bad_value(option, value, want);
	errno = 0;
	n = strtoull(value, &end, hex ? 16 : 10);
	if (errno || *end || (hex && end == value + 2) || n < lo || n > hi)
		return bad_value(option, value, want);
	*out = n;
	return 0;
}

static int number32(const char *option, const char *value, uint64_t lo, uint64_t hi, uint32_t *out)
{
	uint64_t n;

	if (number(option, value, lo, hi, &n))
		return -1;
	*out = (uint32_t)n;
	return 0;
}

static int named_bits(const char *option, const char *value, const struct named_bit *list, bool many, uint32_t *bits)
{
	const char *p = value;

	for (;;) {
		size_t len = many ? strcspn(p, ",") : strlen(p);
		const struct named_bit *b = list;

		while (b->name && (strlen(b->name) != len || memcmp(b->name, p, len)))
			b++;
		if (!b->name) {
			fprintf(stderr, "doorbell: --%s: unknown name '%.*s'; known:", option, (int)len, p);
			for (b = list; b->name; b++)
				fprintf(stderr, " %s", b->name);
			fputc('\n', stderr);
			return -1;
		}
		*bits |= b->bit;
		if (!p[len])
			return 0;
		p += len + 1;
	}
}

/* read|write:ADDR[:COUNT] */
static int fault(struct sim_options *opt, const char *value)
{
	static const char want[] = "read:ADDR[:COUNT] or write:ADDR[:COUNT], with ADDR a 0x address and COUNT from 1";
	struct sim_fault f = {.count = 1};
	const char *p;
	char *end;

	if (opt->faults == SIM_MAX_FAULTS) {
		fprintf(stderr, "doorbell: --fault: at most %d may be given\n", SIM_MAX_FAULTS);
		return -1;
	}
	if (!strncmp(value, "read:", 5)) {
		p = value + 5;
	} else if (!strncmp(value, "write:", 6)) {
		p = value + 6;
		f.write = true;
	} else {
		return bad_value("fault", value, want);
	}
	if (!(p[0] >= '0' && p[0] <= '9'))
		return bad_value("fault", value, want);
	errno = 0;
	f.addr = strtoull(p, &end, 0);
	if (errno || end == p || f.addr >> DB_FABRIC_ADDR_BITS)
		return bad_value("fault", value, want);
	if (*end == ':') {
		p = end + 1;
		if (!(p[0] >= '0' && p[0] <= '9'))
			return bad_value("fault", value, want);
		f.count = strtoull(p, &end, 0);
		if (errno || !f.count)
			return bad_value("fault", value, want);
	}
	if (*end)
		return bad_value("fault", value, want);
	opt->fault[opt->faults++] = f;
	return 0;
}

/* CH:loopback[:TO], CH:sink[:FILE] or CH:source[:FILE] */
static int stream(struct sim_options *opt, const char *value)
{
	static const char want[] = "CH:loopback[:TO], CH:sink[:FILE] or CH:source[:FILE], with channels from 0 to 3";
	unsigned int ch = (unsigned int)(value[0] - '0');
	const char *kind = value + 2, *more;
	size_t len;

	if (!value[0] || ch >= SIM_STREAMS || value[1] != ':')
		return bad_value("stream", value, want);
	len = strcspn(kind, ":");
	more = kind[len] ? kind + len + 1 : NULL;
	if (more && !*more)
		return bad_value("stream", value, want);
	if (len == 8 && !memcmp(kind, "loopback", 8)) {
		unsigned int to = more ? (unsigned int)(more[0] - '0') : ch;

		if (to >= SIM_STREAMS || (more && more[1]))
			return bad_value("stream", value, want);
		opt->tx[ch] = (struct sim_stream){.kind = SIM_STREAM_LOOPBACK, .to = to};
	} else if (len == 4 && !memcmp(kind, "sink", 4)) {
		opt->tx[ch] = (struct sim_stream){.kind = SIM_STREAM_SINK, .file = more};
	} else if (len == 6 && !memcmp(kind, "source", 6)) {
		opt->rx[ch] = (struct sim_stream){.kind = SIM_STREAM_SOURCE, .file = more};
	} else {
		return bad_value("stream", value, want);
	}
	return 0;
}

static int file_name(const char *option, const char *value, const char **out)
{
	struct stat st;

	if (!value[0]) {
		fprintf(stderr, "doorbell: --%s: the file name is empty\n", option);
		return -1;
	}
	if (!stat(value, &st) && S_ISDIR(st.st_mode)) {
		fprintf(stderr, "doorbell: --%s: %s is a directory; name a file\n", option, value);
		return -1;
	}
	*out = value;
	return 0;
}

/* FILE@ADDR; the name may hold an @ of its own */
static int load(struct sim_options *opt, const char *value)
{
	static const char want[] = "FILE@ADDR, with ADDR a 0x address";
	const char *at = strrchr(value, '@'), *name;
	struct sim_load *l = &opt->load[opt->loads];
	char *end;

	if (opt->loads == SIM_MAX_LOADS) {
		fprintf(stderr, "doorbell: --load: at most %d may be given\n", SIM_MAX_LOADS);
		return -1;
	}
	if (!at || at == value || !(at[1] >= '0' && at[1] <= '9'))
		return bad_value("load", value, want);
	errno = 0;
	l->addr = strtoull(at + 1, &end, 0);
	if (errno || *end || end == at + 1)
		return bad_value("load", value, want);
	l->path = strndup(value, (size_t)(at - value));
	if (!l->path || file_name("load", l->path, &name))
		return -1;
	opt->loads++;
	return 0;
}

static bool same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	if (!strcmp(a, b))
		return true;
	return !stat(a, &sa) && !stat(b, &sb) && S_ISREG(sa.st_mode) && sa.st_dev == sb.st_dev &&
	       sa.st_ino == sb.st_ino;
}

/* Two results in one file, or a result over an input, would destroy one of them. */
static int distinct_files(const struct sim_options *opt)
{
	bool console_file = strcmp(opt->uart, "stdout") && strcmp(opt->uart, "pty");
	const char *name[] = {opt->elf,	       opt->suppress,	opt->rx[0].file, opt->rx[1].file,
			      opt->rx[2].file, opt->rx[3].file, opt->report,	 opt->sarif,
			      opt->events,     opt->signature,	opt->trace,	 console_file ? opt->uart : NULL,
			      opt->tx[0].file, opt->tx[1].file, opt->tx[2].file, opt->tx[3].file};
	const size_t inputs = 6;

	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		for (size_t j = i + 1; j < sizeof(name) / sizeof(name[0]); j++)
			if (j >= inputs && name[i] && name[j] && same_file(name[i], name[j]) &&
			    strncmp(name[j], "/dev/", 5)) {
				fprintf(stderr, "doorbell: %s is named for two purposes; give each its own file\n",
					name[j]);
				return -1;
			}
	return 0;
}

struct given {
	bool jitter, stall, stream_stall, window, granularity, trace_depth;
};

static int one_option(struct sim_options *opt, struct given *given, int id, const char *arg)
{
	switch (id) {
	case OPT_SEED:
		return number32("seed", arg, 0, UINT32_MAX, &opt->seed);
	case OPT_HOSTILE:
#define X(NAME, bit, option, text) opt->hostile |= UINT32_C(1) << (bit);
		DB_HOSTILE_LIST(X)
#undef X
		opt->mem_reorder = true;
		if (!given->jitter)
			opt->mem_jitter = HOSTILE_JITTER;
		if (!given->stall)
			opt->mem_stall = HOSTILE_STALL;
		if (!given->stream_stall)
			opt->stream_stall = HOSTILE_STREAM_STALL;
		return 0;
	case OPT_HOSTILITY:
		return named_bits("hostility", arg, freedoms, true, &opt->hostile);
	case OPT_QUIRK:
		return named_bits("quirk", arg, quirks, false, &opt->quirk);
	case OPT_COHERENT:
		opt->coherent = 1;
		return 0;
	case OPT_NO_COHERENT:
		opt->coherent = 2;
		return 0;
	case OPT_MEM_LATENCY:
		return number32("mem-latency", arg, 1, 100000, &opt->mem_latency);
	case OPT_MEM_JITTER:
		given->jitter = true;
		return number32("mem-jitter", arg, 0, 100000, &opt->mem_jitter);
	case OPT_MEM_REORDER:
		opt->mem_reorder = true;
		return 0;
	case OPT_MEM_STALL:
		given->stall = true;
		return number32("mem-stall", arg, 0, 99, &opt->mem_stall);
	case OPT_RAM_MIB:
		return number32("ram-mib", arg, 1, DB_RAM_SIZE >> 20, &opt->ram_mib);
	case OPT_RAM_HI_MIB:
		/* one MiB less than the region: the strap counts pages in 20 bits */
		return number32("ram-hi-mib", arg, 0, (DB_RAM_HI_SIZE >> 20) - 1, &opt->ram_hi_mib);
	case OPT_MAX_CYCLES:
		return number("max-cycles", arg, 1, UINT64_C(1) << 62, &opt->max_cycles);
	case OPT_WATCHDOG:
		return number("watchdog", arg, 0, UINT64_C(1) << 62, &opt->watchdog);
	case OPT_UART:
		return file_name("uart", arg, &opt->uart);
	case OPT_SIGNATURE:
		return file_name("signature", arg, &opt->signature);
	case OPT_SIGNATURE_GRANULARITY:
		given->granularity = true;
		if (strcmp(arg, "4") && strcmp(arg, "8"))
			return bad_value("signature-granularity", arg, "4 or 8");
		opt->signature_granularity = (uint32_t)(arg[0] - '0');
		return 0;
	case OPT_REPORT:
		return file_name("report", arg, &opt->report);
	case OPT_SARIF:
		return file_name("sarif", arg, &opt->sarif);
	case OPT_SUPPRESS:
		return file_name("suppress", arg, &opt->suppress);
	case OPT_EVENTS:
		return file_name("events", arg, &opt->events);
	case OPT_TRACE:
		return file_name("trace", arg, &opt->trace);
	case OPT_TRACE_DEPTH:
		given->trace_depth = true;
		return number32("trace-depth", arg, 0, 99, &opt->trace_depth);
	case OPT_TRACE_FROM:
		given->window = true;
		return number("trace-from", arg, 0, UINT64_C(1) << 62, &opt->trace_from);
	case OPT_TRACE_TO:
		given->window = true;
		return number("trace-to", arg, 0, UINT64_C(1) << 62, &opt->trace_to);
	case OPT_CHECK:
		if (strcmp(arg, "on") && strcmp(arg, "off"))
			return bad_value("check", arg, "on or off");
		opt->check = !strcmp(arg, "on");
		return 0;
	case OPT_EXPLAIN:
		opt->explain = arg;
		return 0;
	case OPT_STOP_AT_FIRST:
		opt->stop_at_first = true;
		return 0;
	case OPT_STREAM:
		return stream(opt, arg);
	case OPT_STREAM_STALL:
		given->stream_stall = true;
		return number32("stream-stall", arg, 0, 99, &opt->stream_stall);
	case OPT_LOAD:
		return load(opt, arg);
	default:
		return fault(opt, arg);
	}
}

static int combinations(const struct sim_options *opt, const struct given *given)
{
	for (unsigned int k = 0; k < SIM_STREAMS; k++)
		if (opt->tx[k].kind == SIM_STREAM_LOOPBACK && opt->rx[opt->tx[k].to].kind == SIM_STREAM_SOURCE) {
			fprintf(stderr,
				"doorbell: --stream: channel %u receives from a source and from channel %u: give that "
				"one "
				"a sink (--stream %u:sink)\n",
				opt->tx[k].to, k, k);
			return -1;
		}
	if ((given->window || given->trace_depth) && !opt->trace) {
		fprintf(stderr, "doorbell: --trace-depth, --trace-from and --trace-to need --trace FILE\n");
		return -1;
	}
	if (opt->trace_from > opt->trace_to) {
		fprintf(stderr, "doorbell: --trace-from %llu lies behind --trace-to %llu\n",
			(unsigned long long)opt->trace_from, (unsigned long long)opt->trace_to);
		return -1;
	}
	if (given->granularity && !opt->signature) {
		fprintf(stderr, "doorbell: --signature-granularity needs --signature FILE\n");
		return -1;
	}
	if (!opt->check && (opt->stop_at_first || opt->suppress)) {
		fprintf(stderr, "doorbell: %s needs the checker: leave --check=off out\n",
			opt->stop_at_first ? "--stop-at-first" : "--suppress");
		return -1;
	}
	return distinct_files(opt);
}

int options_parse(struct sim_options *opt, int argc, char **argv, int *status)
{
	struct given given = {0};
	int id;

	*opt = (struct sim_options){
		.seed = 1,
		.mem_latency = 13,
		.ram_mib = 64,
		.ram_hi_mib = 64,
		.max_cycles = 50000000,
		.watchdog = 1000000,
		.uart = "stdout",
		.signature_granularity = 4,
		.trace_to = UINT64_MAX,
		.check = true,
	};
	for (unsigned int i = 0; i < SIM_STREAMS; i++)
		opt->tx[i].to = i;
	*status = SIM_EXIT_USAGE;
	opterr = 0;
	optind = 1;
	while ((id = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		const char *arg = argv[optind - 1];

		switch (id) {
		case OPT_HELP:
			*status = fputs(help_text, stdout) < 0 || fflush(stdout) ? SIM_EXIT_USAGE : SIM_EXIT_PASSED;
			return -1;
		case OPT_VERSION:
			*status = puts("doorbell " VERSION) < 0 || fflush(stdout) ? SIM_EXIT_USAGE : SIM_EXIT_PASSED;
			return -1;
		case ':':
			fprintf(stderr, "doorbell: %s needs a value; try --help\n", arg);
			return -1;
		case '?':
			if (!strncmp(arg, "--", 2) && strchr(arg, '=') && optopt >= OPT_HELP)
				fprintf(stderr, "doorbell: %.*s takes no value\n", (int)strcspn(arg, "="), arg);
			else if (optopt > 0 && optopt < 256)
				fprintf(stderr, "doorbell: unknown option '-%c'; try --help\n", optopt);
			else
				fprintf(stderr, "doorbell: unknown or ambiguous option '%s'; try --help\n", arg);
			return -1;
		default:
			if (one_option(opt, &given, id, optarg))
				return -1;
		}
	}
	if (opt->explain && optind == argc)
		return 0;
	if (optind == argc) {
		fprintf(stderr, "doorbell: no program given; usage: doorbell [options] program.elf, or --help\n");
		return -1;
	}
	if (argc - optind > 1) {
		fprintf(stderr, "doorbell: one program at a time: '%s' is one too many\n", argv[optind + 1]);
		return -1;
	}
	opt->elf = argv[optind];
	return combinations(opt, &given);
}
