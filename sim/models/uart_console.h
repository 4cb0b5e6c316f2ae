/* SPDX-License-Identifier: Apache-2.0
 *
 * The far end of the UART's byte port: standard output, a file, or a pseudo terminal (whose name it prints on standard
 * error). Output is kept in memory and written by flush(), which the simulator calls now and then and at the end. Only
 * a pseudo terminal gives input; a run with one is not repeatable, because a person is not.
 */
#ifndef DOORBELL_SIM_UART_CONSOLE_H
#define DOORBELL_SIM_UART_CONSOLE_H

#include <cstdint>
#include <string>

#include "out_file.h"

class uart_console
{
      public:
	/* where: "stdout", "pty" or a file name; it must outlive the console. Complains on standard error. */
	explicit uart_console(const char *where);
	~uart_console();
	uart_console(const uart_console &) = delete;
	uart_console &operator=(const uart_console &) = delete;

	/* Can the console be used? Else the reason has been printed. */
	bool ready() const
	{
		return ready_;
	}

	void put(uint8_t byte)
	{
		out_.push_back(static_cast<char>(byte));
	}

	/* The next byte typed, or -1. */
	int get();

	/* Hands on what put() has collected and collects what was typed. */
	void flush();

	/* Ends the output: true, or false after one line on standard error. */
	bool close();

      private:
	bool ready_ = false;
	bool failed_ = false;
	bool file_ = false;
	int fd_ = -1; /* standard output or the master side of the pty */
	out_file result_{};
	std::string out_, in_;

	bool open_pty();
};

#endif
