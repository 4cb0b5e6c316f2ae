// SPDX-License-Identifier: Apache-2.0
//
// Bench of rtl/periph: every device through its AXI4-Lite port, against its public programming model (expected values are
// written here by hand, from the ns16550a, SiFive CLINT and PLIC, and include/spec/regs.def).
#include "Vtb_periph.h"
#include "verilated.h"
#include "doorbell/regs.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

enum { ROM, FINISHER, CLINT, PLIC, UART, SYSCTL };
enum { OKAY = 0, SLVERR = 2 };

static Vtb_periph *top;
static unsigned long cycle;
static unsigned passed, failed;
static uint64_t finish_code, finish_count;
static char tx[4096];
static unsigned tx_n;
static bool serial_loop; // the serial output is wired to the input

static void tick()
{
	top->uart_rxd_i = serial_loop ? top->uart_txd_o : 1;
	top->eval();
	if (top->finish_valid_o) {
		finish_count++;
		finish_code = top->finish_code_o;
	}
	if (top->uart_tx_valid_o && top->uart_tx_ready_i && tx_n < sizeof tx)
		tx[tx_n++] = (char)top->uart_tx_data_o;
	top->clk = 1;
	top->eval();
	top->clk = 0;
	top->eval();
	cycle++;
}

static void ticks(unsigned n)
{
	while (n--)
		tick();
}

__attribute__((format(printf, 2, 3))) static void check(bool ok, const char *fmt, ...)
{
	if (ok) {
		passed++;
		return;
	}
	failed++;
	va_list ap;
	va_start(ap, fmt);
	printf("FAIL cycle %lu: ", cycle);
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
}

static void hang(const char *what)
{
	printf("FAIL cycle %lu: device %d never %s\n%u passed, %u failed\n", cycle, top->dev_i, what, passed, failed + 1);
	exit(1);
}

// the channels of a write come in any order: order 0 together, 1 address first, 2 data first
static unsigned write_strb(int dev, uint64_t addr, uint64_t lanes, unsigned strb, int order = 0)
{
	bool aw = false, w = false;
	top->dev_i = dev;
	top->s_axil_awaddr = addr;
	top->s_axil_wdata = lanes;
	top->s_axil_wstrb = strb;
	for (int t = 0; !aw || !w; t++) {
		top->s_axil_awvalid = !aw && (order != 2 || w);
		top->s_axil_wvalid = !w && (order != 1 || aw);
		top->eval();
		bool aw_now = top->s_axil_awvalid && top->s_axil_awready;
		bool w_now = top->s_axil_wvalid && top->s_axil_wready;
		tick();
		aw |= aw_now;
		w |= w_now;
		if (t > 50)
			hang("took a write");
	}
	top->s_axil_awvalid = top->s_axil_wvalid = 0;
	for (int t = 0; !top->s_axil_bvalid; t++) {
		tick();
		if (t > 50)
			hang("answered a write");
	}
	unsigned resp = top->s_axil_bresp;
	top->s_axil_bready = 1;
	tick();
	top->s_axil_bready = 0;
	return resp;
}

static unsigned write(int dev, uint64_t addr, unsigned size, uint64_t value, int order = 0)
{
	unsigned shift = addr & 7;
	return write_strb(dev, addr, value << (8 * shift), ((1u << (1u << size)) - 1) << shift & 0xff, order);
}

static unsigned read_resp;
static uint64_t read(int dev, uint64_t addr, unsigned size)
{
	top->dev_i = dev;
	top->s_axil_araddr = addr;
	top->s_axil_arsize = size;
	top->s_axil_arvalid = 1;
	top->eval();
	for (int t = 0; !top->s_axil_arready; t++) {
		tick();
		if (t > 50)
			hang("took a read");
	}
	tick();
	top->s_axil_arvalid = 0;
	for (int t = 0; !top->s_axil_rvalid; t++) {
		tick();
		if (t > 50)
			hang("answered a read");
	}
	read_resp = top->s_axil_rresp;
	uint64_t data = top->s_axil_rdata;
	top->s_axil_rready = 1;
	tick();
	top->s_axil_rready = 0;
	data >>= 8 * (addr & 7);
	return size == 3 ? data : data & ((1ull << (8 << size)) - 1);
}

static void expect(int dev, uint64_t addr, unsigned size, uint64_t want)
{
	uint64_t got = read(dev, addr, size);
	check(read_resp == OKAY && got == want, "device %d offset 0x%llx: read 0x%llx (resp %u), expected 0x%llx", dev,
	      (unsigned long long)addr, (unsigned long long)got, read_resp, (unsigned long long)want);
}

static void put(int dev, uint64_t addr, unsigned size, uint64_t value)
{
	unsigned resp = write(dev, addr, size, value);
	check(resp == OKAY, "device %d offset 0x%llx: write answered %u", dev, (unsigned long long)addr, resp);
}

static void refuse(int dev, uint64_t addr, unsigned size, bool writing)
{
	unsigned resp;
	if (writing)
		resp = write(dev, addr, size, 0);
	else
		read(dev, addr, size), resp = read_resp;
	check(resp == SLVERR, "device %d offset 0x%llx size %u %s: answered %u, expected SLVERR", dev,
	      (unsigned long long)addr, 1u << size, writing ? "write" : "read", resp);
}

static void test_rom()
{
	// lui t0,0x2; csrr a0,mhartid; ld a1,-16(t0); ld t0,-8(t0); jr t0; j .
	static const uint32_t code[] = { 0x000022b7, 0xf1402573, 0xff02b583, 0xff82b283, 0x00028067, 0x0000006f };
	for (unsigned i = 0; i < 6; i++)
		expect(ROM, 0x1000 + 4 * i, 2, code[i]);
	expect(ROM, 0x1000, 3, (uint64_t)code[1] << 32 | code[0]);
	expect(ROM, 0x1ff0, 3, 0x87000000);
	expect(ROM, 0x1ff8, 3, 0x123456789abcdef0);
	expect(ROM, 0x1ffb, 0, 0x9a);
	expect(ROM, 0x1ffe, 1, 0x1234);
	expect(ROM, 0x1800, 3, 0);
	refuse(ROM, 0x1000, 3, true);
}

static void test_finisher()
{
	uint64_t n = finish_count;
	put(FINISHER, 0x100000, 2, 0x5555);
	ticks(3);
	check(finish_count == n + 1 && finish_code == 0x5555, "finisher: %llu events, code 0x%llx",
	      (unsigned long long)(finish_count - n), (unsigned long long)finish_code);
	put(FINISHER, 0x100000, 2, 0x00073333);
	ticks(3);
	check(finish_code == 0x00073333, "finisher: code 0x%llx", (unsigned long long)finish_code);
	put(FINISHER, 0x100000, 1, 0x5555);
	ticks(3);
	check(finish_code == 0x5555 && finish_count == n + 3, "finisher: halfword");
	refuse(FINISHER, 0x100000, 0, true);
	refuse(FINISHER, 0x100000, 3, true);
	refuse(FINISHER, 0x100004, 2, true);
	refuse(FINISHER, 0x100008, 2, false);
	expect(FINISHER, 0x100000, 2, 0);
	check(finish_count == n + 3, "finisher: a refused write ended the test");
}

static void test_clint()
{
	const uint64_t base = 0x2000000;
	expect(CLINT, base + 0x4000, 3, ~0ull);
	check(!top->irq_timer_o && !top->irq_soft_o, "clint: interrupts after reset");
	put(CLINT, base, 2, 1);
	ticks(2);
	check(top->irq_soft_o, "clint: msip not seen");
	expect(CLINT, base, 2, 1);
	put(CLINT, base, 2, 0xfffffffe);
	ticks(2);
	check(!top->irq_soft_o, "clint: msip stays");
	// the prescaler is 5 here
	put(CLINT, base + 0xbff8, 3, 1000);
	uint64_t t0 = top->time_o;
	ticks(500);
	check(top->time_o - t0 == 100, "clint: mtime went on by %llu in 500 cycles, expected 100",
	      (unsigned long long)(top->time_o - t0));
	put(CLINT, base + 0x4000, 3, top->time_o + 10);
	ticks(30);
	check(!top->irq_timer_o, "clint: timer interrupt too early");
	ticks(40);
	check(top->irq_timer_o, "clint: no timer interrupt");
	put(CLINT, base + 0x4004, 2, 1); // upper half alone
	ticks(2);
	check(!top->irq_timer_o, "clint: timer interrupt stays after mtimecmp was raised");
	check(read(CLINT, base + 0x4000, 3) >> 32 == 1, "clint: half write");
	put(CLINT, base + 0xbff8, 2, 0xfffffffe);
	put(CLINT, base + 0xbffc, 2, 0);
	ticks(20);
	check(read(CLINT, base + 0xbffc, 2) == 1, "clint: no carry from the low half");
	check((read(CLINT, base + 0xbff8, 3) >> 32) == 1, "clint: mtime as a dword");
	refuse(CLINT, base, 0, true);
	refuse(CLINT, base, 3, false);
	refuse(CLINT, base + 4, 2, true);
	refuse(CLINT, base + 0x4000, 1, true);
	refuse(CLINT, base + 0x4008, 3, false);
	refuse(CLINT, base + 0xbff0, 3, false);
}

static void test_plic()
{
	const uint64_t base = 0xc000000;
	const uint64_t prio = base, pend = base + 0x1000, en = base + 0x2000, thr = base + 0x200000, claim = base + 0x200004;
	const uint64_t s = 0x1000; // context 1
	put(PLIC, prio + 4 * 10, 2, 3);
	put(PLIC, prio + 4 * 16, 2, 5);
	put(PLIC, prio + 4 * 17, 2, 5);
	put(PLIC, prio + 4 * 32, 2, 7);
	expect(PLIC, prio + 4 * 16, 2, 5);
	put(PLIC, prio + 4 * 1, 2, 0xffffffff);
	expect(PLIC, prio + 4 * 1, 2, 7); // three bits
	put(PLIC, prio + 4 * 1, 2, 0);
	put(PLIC, en, 2, 0xffffffff);
	expect(PLIC, en, 2, 0xfffffffe); // source 0 does not exist
	put(PLIC, en + 4, 2, 0xffffffff);
	expect(PLIC, en + 4, 2, 1);
	expect(PLIC, en + 0x80, 2, 0);

	top->irq_i = 1ull << 10 | 1ull << 1;
	ticks(6);
	check(top->irq_m_o && !top->irq_s_o, "plic: source 10 not seen by M alone");
	expect(PLIC, pend, 2, 1 << 10 | 1 << 1);
	put(PLIC, thr, 2, 3);
	ticks(4);
	check(!top->irq_m_o, "plic: priority 3 passes threshold 3");
	put(PLIC, thr, 2, 2);
	ticks(4);
	check(top->irq_m_o, "plic: priority 3 does not pass threshold 2");
	put(PLIC, thr, 2, 0);

	top->irq_i |= 1ull << 17 | 1ull << 16 | 1ull << 32;
	ticks(6);
	expect(PLIC, pend + 4, 2, 1);
	expect(PLIC, claim, 2, 32); // by priority
	expect(PLIC, claim, 2, 16); // equal priorities: lower number
	expect(PLIC, claim, 2, 17);
	expect(PLIC, claim, 2, 10);
	expect(PLIC, claim, 2, 0); // source 1 has priority 0
	ticks(4);
	check(!top->irq_m_o, "plic: interrupt with everything claimed");
	expect(PLIC, pend, 2, 1 << 1); // claimed ones are not pending again though the lines are high

	put(PLIC, claim, 2, 16); // line still high: pending again
	ticks(6);
	check(top->irq_m_o, "plic: level still high after completion, no interrupt");
	expect(PLIC, claim, 2, 16);
	top->irq_i &= ~(1ull << 16);
	put(PLIC, claim, 2, 16);
	ticks(6);
	check(!top->irq_m_o, "plic: level gone before completion, but interrupt");
	expect(PLIC, claim, 2, 0);

	// completion of a source that the context has not enabled is ignored
	put(PLIC, claim + s, 2, 32);
	ticks(6);
	expect(PLIC, claim, 2, 0);
	put(PLIC, claim, 2, 32);
	ticks(6);
	expect(PLIC, claim, 2, 32);

	// context 1 by itself
	put(PLIC, en + 0x80, 2, 1 << 17);
	put(PLIC, claim, 2, 17);
	ticks(6);
	check(top->irq_s_o && top->irq_m_o, "plic: source 17 for both contexts");
	expect(PLIC, claim + s, 2, 17);
	ticks(6);
	check(!top->irq_s_o && !top->irq_m_o, "plic: claimed by S, still signalled");
	put(PLIC, thr + s, 2, 7);
	expect(PLIC, thr + s, 2, 7);
	expect(PLIC, thr, 2, 0);
	put(PLIC, claim + s, 2, 17);
	ticks(6);
	check(!top->irq_s_o, "plic: S threshold does not hold");
	expect(PLIC, claim + s, 2, 17); // a claim does not look at the threshold
	// a latched request stays when its line falls, as the SiFive gateway has it
	top->irq_i = 0;
	put(PLIC, claim, 2, 17);
	put(PLIC, claim, 2, 10);
	put(PLIC, claim, 2, 32);
	ticks(6);
	top->irq_i = 1ull << 10;
	ticks(2);
	top->irq_i = 0;
	ticks(6);
	expect(PLIC, claim, 2, 10);
	put(PLIC, claim, 2, 10);

	refuse(PLIC, prio, 2, false); // source 0
	refuse(PLIC, prio + 4 * 33, 2, true);
	refuse(PLIC, prio + 4, 0, true);
	refuse(PLIC, prio + 8, 3, false);
	refuse(PLIC, pend + 8, 2, false);
	refuse(PLIC, en + 8, 2, true);
	refuse(PLIC, en + 0x100, 2, true);
	refuse(PLIC, claim, 0, false);
	refuse(PLIC, thr, 3, false);
	refuse(PLIC, thr + 8, 2, false);
	refuse(PLIC, thr + 0x2000, 2, false);
}

static uint8_t ur(unsigned reg)
{
	uint64_t v = read(UART, 0x10000000 + reg, 0);
	check(read_resp == OKAY, "uart: register %u read answered %u", reg, read_resp);
	return (uint8_t)v;
}

static void uw(unsigned reg, uint8_t v)
{
	put(UART, 0x10000000 + reg, 0, v);
}

static void uart_feed(const char *s)
{
	for (; *s; s++) {
		top->uart_rx_data_i = (uint8_t)*s;
		top->uart_rx_valid_i = 1;
		top->eval();
		for (int t = 0; t < 20 && !top->uart_rx_ready_o; t++)
			tick();
		tick();
	}
	top->uart_rx_valid_i = 0;
}

static void test_uart_bytes()
{
	check(ur(5) == 0x60, "uart: LSR after reset");
	check(ur(2) == 0x01, "uart: IIR after reset");
	check(ur(6) == 0xb0, "uart: MSR");
	uw(7, 0xa5);
	check(ur(7) == 0xa5, "uart: scratch");
	uw(2, 0x07); // FIFOs on, cleared, trigger 1
	check(ur(2) == 0xc1, "uart: IIR with FIFOs");
	top->uart_tx_ready_i = 0;
	for (unsigned i = 0; i < 16; i++)
		uw(0, (uint8_t)('A' + i));
	check(ur(5) == 0x00, "uart: LSR with a full transmit FIFO");
	uw(0, 'X'); // lost, as in the real part
	uw(1, 0x02);
	check(!top->uart_irq_o, "uart: THRE interrupt with a full FIFO");
	tx_n = 0;
	top->uart_tx_ready_i = 1;
	ticks(40);
	tx[tx_n] = 0;
	check(tx_n == 16 && !__builtin_memcmp(tx, "ABCDEFGHIJKLMNOP", 16), "uart: transmitted \"%s\"", tx);
	check(top->uart_irq_o, "uart: no THRE interrupt");
	check(ur(2) == 0xc2, "uart: IIR for THRE");
	check(!top->uart_irq_o && ur(2) == 0xc1, "uart: THRE interrupt survives the IIR read");
	uw(1, 0x00);
	uw(1, 0x02);
	check(top->uart_irq_o, "uart: enabling THRE with an empty FIFO");
	uw(1, 0x01);
	check(!top->uart_irq_o, "uart: THRE disabled");
	uart_feed("hi");
	check(top->uart_irq_o && ur(2) == 0xc4, "uart: no receive interrupt");
	check((ur(5) & 1) && ur(0) == 'h' && ur(0) == 'i' && !(ur(5) & 1), "uart: received other bytes");
	check(!top->uart_irq_o, "uart: receive interrupt with an empty FIFO");
	// trigger level 4, and the time-out below it
	uw(2, 0x41);
	uart_feed("abc");
	check(!top->uart_irq_o, "uart: interrupt below the trigger level");
	uart_feed("d");
	check(top->uart_irq_o && ur(2) == 0xc4, "uart: no interrupt at the trigger level");
	ur(0);
	check(!top->uart_irq_o, "uart: interrupt below the trigger level after a read");
	ticks(700);
	check(top->uart_irq_o && ur(2) == 0xcc, "uart: no time-out interrupt");
	check(ur(0) == 'b' && !top->uart_irq_o, "uart: time-out survives a read");
	uw(2, 0x03); // clears the receive FIFO
	check(!(ur(5) & 1), "uart: FIFO not cleared");
	// the port holds back when the FIFO is full
	uart_feed("0123456789abcdef");
	check(!top->uart_rx_ready_o, "uart: ready with a full FIFO");
	uw(2, 0x00); // FIFOs off: both are emptied, one character each way
	check(ur(2) == 0x04 || ur(2) == 0x01, "uart: IIR with FIFOs off");
	check(!(ur(5) & 1), "uart: FIFO not emptied by switching it off");
	uart_feed("z");
	check(!top->uart_rx_ready_o && ur(0) == 'z' && top->uart_rx_ready_o, "uart: one character without FIFO");
	uw(1, 0x00);
	// loopback on the byte port
	uw(4, 0x19);
	check(ur(6) == 0xa0, "uart: MSR in loopback with DTR and OUT2 is 0x%02x", ur(6));
	uw(2, 0x01);
	tx_n = 0;
	uw(0, 'L');
	ticks(4);
	check(ur(0) == 'L' && tx_n == 0, "uart: loopback");
	uw(4, 0x00);
	refuse(UART, 0x10000000, 1, false);
	refuse(UART, 0x10000000, 2, true);
	refuse(UART, 0x10000000, 3, false);
	refuse(UART, 0x10000004, 2, true);
	refuse(UART, 0x10000008, 0, false);
	refuse(UART, 0x10000080, 0, true);
}

static void test_uart_serial()
{
	uw(3, 0x80);
	uw(0, 3);
	uw(1, 0);
	check(ur(0) == 3 && ur(1) == 0, "uart: divisor does not read back");
	serial_loop = true;
	static const uint8_t formats[] = { 0x03, 0x1b, 0x0b, 0x07, 0x02, 0x18, 0x3b, 0x2b }; // 8N1 8E1 8O1 8N2 7N1 5E1 stick
	for (unsigned f = 0; f < sizeof formats; f++) {
		unsigned lcr = formats[f], bits = 5 + (lcr & 3), mask = (1u << bits) - 1;
		uw(3, (uint8_t)lcr);
		uw(2, 0x07);
		// the time on the line: from the start bit to the end of the last stop bit
		uw(0, 0x55);
		for (int t = 0; t < 200 && top->uart_txd_o; t++)
			tick();
		unsigned long start = cycle;
		for (int t = 0; t < 2000 && !(ur(5) & 0x40); t++)
			;
		unsigned want = 48 * (1 + bits + ((lcr >> 3) & 1) + 1 + ((lcr >> 2) & 1));
		check(cycle - start >= want - 8 && cycle - start <= want + 60, "uart: LCR 0x%02x: a character took %lu cycles, expected %u",
		      lcr, cycle - start, want);
		check(ur(0) == (0x55 & mask), "uart: LCR 0x%02x: wrong character", lcr);
		for (unsigned i = 0; i < 12; i++)
			uw(0, (uint8_t)(i * 23 + 5));
		ticks(12 * 48 * 12 + 400);
		for (unsigned i = 0; i < 12; i++) {
			unsigned lsr = ur(5), c = ur(0);
			check((lsr & 0x9f) == 0x01 && c == ((i * 23 + 5) & mask), "uart: LCR 0x%02x: character %u is 0x%02x, LSR 0x%02x",
			      lcr, i, c, lsr);
		}
	}
	// even parity sent, odd expected: change the format between sending and the parity bit
	uw(3, 0x1b);
	uw(2, 0x07);
	uw(1, 0x04);
	uw(0, 0x31);
	ticks(48 * 5);
	uw(3, 0x0b);
	ticks(48 * 8);
	check(top->uart_irq_o && (ur(2) & 0xf) == 0x6, "uart: no line status interrupt");
	check((ur(5) & 0x85) == 0x85, "uart: no parity error");
	check(!(ur(5) & 0x04) && !top->uart_irq_o, "uart: parity error survives the LSR read");
	check(ur(0) == 0x31, "uart: character with parity error");
	// break: one null character with BI and FE, and no second one while the line stays low
	uw(1, 0);
	uw(3, 0x43);
	ticks(48 * 30);
	uw(3, 0x03);
	ticks(48 * 2);
	check((ur(5) & 0x19) == 0x19 && ur(0) == 0 && !(ur(5) & 1), "uart: break");
	// overrun: the seventeenth character is lost, the FIFO keeps the sixteen
	uw(2, 0x07);
	for (unsigned i = 0; i < 16; i++)
		uw(0, (uint8_t)i);
	ticks(48 * 10 * 8);
	uw(0, 0xee);
	uw(0, 0xef);
	ticks(48 * 10 * 12);
	check((ur(5) & 0x03) == 0x03, "uart: no overrun");
	check(!(ur(5) & 0x02), "uart: overrun survives the LSR read");
	for (unsigned i = 0; i < 16; i++)
		check(ur(0) == i, "uart: FIFO after overrun, character %u", i);
	check(!(ur(5) & 1), "uart: characters beyond sixteen");
	serial_loop = false;
	uw(3, 0x80);
	uw(0, 0);
	uw(3, 0x03);
}

static void raise_error(uint64_t addr, unsigned source, unsigned resp)
{
	top->err_valid_i = 1;
	top->err_addr_i = addr;
	top->err_source_i = source;
	top->err_resp_i = resp;
	tick();
	top->err_valid_i = 0;
	ticks(2);
}

static void test_sysctl()
{
	const uint64_t b = 0x13000000;
	expect(SYSCTL, b + DB_SYSCTL_ID, 2, 0x44425343);
	expect(SYSCTL, b + DB_SYSCTL_VERSION, 2, DB_SYSCTL_VERSION_RESET);
	expect(SYSCTL, b + DB_SYSCTL_ID, 3, (uint64_t)DB_SYSCTL_VERSION_RESET << 32 | 0x44425343);
	expect(SYSCTL, b + DB_SYSCTL_HOSTILE, 2, 0xa5);
	expect(SYSCTL, b + DB_SYSCTL_QUIRK, 2, 0x3);
	expect(SYSCTL, b + DB_SYSCTL_SEED, 2, 0x5eed0001);
	expect(SYSCTL, b + DB_SYSCTL_COHERENT, 2, 1);
	put(SYSCTL, b + DB_SYSCTL_COHERENT, 2, 2);
	expect(SYSCTL, b + DB_SYSCTL_COHERENT, 2, 2);
	check(top->coherent_o == 2, "sysctl: coherent mode output");
	expect(SYSCTL, b + DB_SYSCTL_RAM_SIZE, 3, 0x1000000);
	expect(SYSCTL, b + DB_SYSCTL_RAM_HI_SIZE, 3, 0x2000);
	expect(SYSCTL, b + DB_SYSCTL_BUS_LO, 3, 0x40000000);
	expect(SYSCTL, b + DB_SYSCTL_BUS_HI, 3, 0x800000000);
	expect(SYSCTL, b + DB_SYSCTL_BUS_HI + 4, 2, 8);
	expect(SYSCTL, b + DB_SYSCTL_TIMEBASE, 2, 10000000);
	expect(SYSCTL, b + DB_SYSCTL_CACHE, 2, 6 | 16 << 8 | 16 << 16);
	// error latch
	expect(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 0);
	raise_error(0x80001234, 3, 3);
	check(!top->sysctl_irq_o, "sysctl: interrupt while disabled");
	expect(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 1 | 3 << 4 | 3 << 8);
	expect(SYSCTL, b + DB_SYSCTL_ERR_ADDR, 3, 0x80001234);
	put(SYSCTL, b + DB_SYSCTL_ERR_IRQ, 2, 1);
	ticks(2);
	check(top->sysctl_irq_o, "sysctl: no interrupt");
	raise_error(0x400000008, 1, 2);
	expect(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 3 | 3 << 4 | 3 << 8); // overrun; the first one stays
	expect(SYSCTL, b + DB_SYSCTL_ERR_ADDR, 3, 0x80001234);
	put(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 2);
	expect(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 1 | 3 << 4 | 3 << 8);
	put(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 1);
	ticks(2);
	check(!top->sysctl_irq_o, "sysctl: interrupt after clearing");
	raise_error(0x400000008, 1, 2);
	expect(SYSCTL, b + DB_SYSCTL_ERR_STAT, 2, 1 | 1 << 4 | 2 << 8);
	expect(SYSCTL, b + DB_SYSCTL_ERR_ADDR, 3, 0x400000008);
	// read-only words ignore writes
	put(SYSCTL, b + DB_SYSCTL_SEED, 2, 0);
	expect(SYSCTL, b + DB_SYSCTL_SEED, 2, 0x5eed0001);
	refuse(SYSCTL, b, 0, false);
	refuse(SYSCTL, b, 1, true);
	refuse(SYSCTL, b + 0x44, 2, false);
	refuse(SYSCTL, b + DB_SYSCTL_ERR_STAT, 3, false); // its upper word does not exist
	refuse(SYSCTL, b + 0x58, 2, false);
	refuse(SYSCTL, b + 0x800, 3, true);
}

static void test_handshake()
{
	// order of the write channels does not matter; strange strobes are refused and change nothing
	for (int order = 0; order < 3; order++) {
		unsigned resp = write(UART, 0x10000007, 0, 0x30 + order, order);
		check(resp == OKAY && ur(7) == 0x30 + order, "handshake: write channels in order %d", order);
	}
	static const uint8_t strobes[] = { 0x00, 0x05, 0x06, 0x18, 0x3c, 0x7f, 0xfe, 0x81 };
	for (unsigned i = 0; i < sizeof strobes; i++) {
		unsigned resp = write_strb(CLINT, 0x2004000, 0, strobes[i]);
		check(resp == SLVERR, "handshake: strobes 0x%02x answered %u", strobes[i], resp);
	}
	// read misaligned to its size
	read(PLIC, 0xc000004 + 1, 2);
	check(read_resp == SLVERR, "handshake: misaligned read");
	// a response waits for its ready, and nothing else happens meanwhile
	top->dev_i = CLINT;
	top->s_axil_araddr = 0x2004000;
	top->s_axil_arsize = 3;
	top->s_axil_arvalid = 1;
	tick();
	top->s_axil_arvalid = 0;
	ticks(5);
	check(top->s_axil_rvalid, "handshake: no read response");
	uint64_t first = top->s_axil_rdata;
	ticks(20);
	check(top->s_axil_rvalid && top->s_axil_rdata == first, "handshake: response changes while it waits");
	top->s_axil_rready = 1;
	tick();
	top->s_axil_rready = 0;
	check(!top->s_axil_rvalid, "handshake: response stays");
	// cycles from the address to the answer
	unsigned long t = cycle;
	read(CLINT, 0x2004000, 3);
	check(cycle - t <= 4, "handshake: a read takes %lu cycles", cycle - t);
}

int main(int argc, char **argv)
{
	VerilatedContext ctx;
	ctx.commandArgs(argc, argv);
	top = new Vtb_periph(&ctx);
	top->rst = 1;
	top->uart_tx_ready_i = 1;
	ticks(4);
	top->rst = 0;
	ticks(2);
	test_rom();
	test_finisher();
	test_clint();
	test_plic();
	test_uart_bytes();
	test_uart_serial();
	test_sysctl();
	test_handshake();
	top->final();
	delete top;
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
