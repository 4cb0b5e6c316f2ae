/* SPDX-License-Identifier: Apache-2.0
 *
 * UART console: see uart_console.h.
 */
#include "uart_console.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

uart_console::uart_console(const char *where)
{
	if (!std::strcmp(where, "stdout")) {
		fd_ = STDOUT_FILENO;
		ready_ = true;
	} else if (!std::strcmp(where, "pty")) {
		ready_ = open_pty();
	} else {
		file_ = true;
		ready_ = out_file_open(&result_, "uart", where) == 0;
	}
}

uart_console::~uart_console()
{
	if (file_ && result_.f)
		out_file_discard(&result_);
	if (fd_ > STDOUT_FILENO)
		::close(fd_);
}

bool uart_console::open_pty()
{
	fd_ = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	const char *name = fd_ >= 0 && !grantpt(fd_) && !unlockpt(fd_) ? ptsname(fd_) : nullptr;
	if (!name) {
		std::fprintf(stderr, "doorbell: --uart: no pseudo terminal: %s\n", std::strerror(errno));
		return false;
	}

	/* raw, so that the program sees and decides everything; held open, so that a reader may come and go */
	int far = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	termios t;
	if (far >= 0 && !tcgetattr(far, &t)) {
		cfmakeraw(&t);
		tcsetattr(far, TCSANOW, &t);
	}
	std::fprintf(stderr, "doorbell: console on %s\n", name);
	return true;
}

int uart_console::get()
{
	if (in_.empty())
		return -1;
	int byte = static_cast<unsigned char>(in_[0]);
	in_.erase(0, 1);
	return byte;
}

void uart_console::flush()
{
	if (file_) {
		if (result_.f && !out_.empty())
			std::fwrite(out_.data(), 1, out_.size(), result_.f);
		out_.clear();
		return;
	}
	while (!out_.empty() && !failed_) {
		ssize_t n = ::write(fd_, out_.data(), out_.size());

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && fd_ != STDOUT_FILENO && errno == EAGAIN)
			break; /* nobody reads the pty: keep it for later */
		failed_ = n < 0;
		if (n > 0)
			out_.erase(0, static_cast<size_t>(n));
	}
	if (fd_ != STDOUT_FILENO) {
		char buf[256];
		ssize_t n = ::read(fd_, buf, sizeof(buf));

		if (n > 0)
			in_.append(buf, static_cast<size_t>(n));
	}
}

bool uart_console::close()
{
	flush();
	if (file_)
		return out_file_commit(&result_) == 0;
	if (failed_)
		std::fprintf(stderr, "doorbell: --uart: standard output cannot be written\n");
	return !failed_;
}
