/* SPDX-License-Identifier: Apache-2.0
 *
 * story: adds rows of text to a trace, so that a person can read what happened, and says where its markers belong.
 *
 * usage: story --elf PROGRAM --marks FILE [--report JSON] [--at CYCLE] [--hold CYCLES] [--tree DIR] <in.vcd >out.vcd
 *        story --first-doorbell <in.vcd                prints its cycle, or nothing
 *
 * Reads fst2vcd's text of a trace of doorbell-trace and copies it with a scope `story` of string signals, made from the
 * SoC's probe ports (include/spec/probe.def), RVFI and the memory port alone. An event's text begins in its cycle and
 * stays for about --hold cycles (48) or until the next event of its row; texts of data bursts last from the address to
 * the last beat or the response; states (cache line, memory) last.
 *
 * --tree is the source tree (.), which tells library and user's code apart.
 *
 * The rows line_* follow one cache line: that of the report's finding of cycle --at, else of its first one, else of the
 * first data read of the DMA engine. FILE gets "LETTER CYCLE TEXT" a line: A the cause, B the doorbell, C the device's
 * access to the line, D the finding, E the first doorbell where there is no finding; "from" and "to" say what the trace
 * covers.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "doorbell/memmap.h"
#include "doorbell/probe.h"
#include "doorbell/regs.h"
#include "marks.h"
#include "report.h"
#include "vcd.h"

#define CYCLE 10 /* time units of the trace */
#define FOREVER UINT64_MAX

/* ---- signals that are read */
/* clang-format off */
#define SIGNALS(S) \
	S(rvfi_valid) S(rvfi_insn) S(rvfi_pc_rdata) S(rvfi_mem_addr) S(rvfi_mem_rmask) S(rvfi_mem_wmask) S(rvfi_rs1_rdata) \
	S(probe_line_valid_o) S(probe_line_op_o) S(probe_line_dirty_o) S(probe_line_addr_o) \
	S(probe_sbd_valid_o) S(probe_sbd_kind_o) S(probe_sbd_addr_o) \
	S(probe_sbc_valid_o) S(probe_sbc_idx_o) S(probe_sbc_kind_o) \
	S(probe_sbi_valid_o) S(probe_sbi_idx_o) S(probe_sbi_kind_o) S(probe_sbi_addr_o) \
	S(probe_ld_valid_o) S(probe_ld_addr_o) S(probe_ld_src_o) \
	S(probe_mmio_valid_o) S(probe_mmio_write_o) S(probe_mmio_addr_o) S(probe_mmio_data_o) \
	S(probe_dar_valid_o) S(probe_dar_user_o) S(probe_dar_id_o) S(probe_dar_addr_o) S(probe_dar_bytes_o) \
	S(probe_dr_valid_o) S(probe_dr_id_o) S(probe_dr_last_o) \
	S(probe_daw_valid_o) S(probe_daw_user_o) S(probe_daw_id_o) S(probe_daw_addr_o) S(probe_daw_bytes_o) \
	S(probe_db_valid_o) S(probe_db_id_o) \
	S(m_axi_mem_arvalid) S(m_axi_mem_arready) S(m_axi_mem_arid) S(m_axi_mem_araddr) \
	S(m_axi_mem_awvalid) S(m_axi_mem_awready) S(m_axi_mem_awid) S(m_axi_mem_awaddr) S(m_axi_mem_awlen) \
	S(m_axi_mem_bvalid) S(m_axi_mem_bready) S(m_axi_mem_bid)
/* clang-format on */
#define S(n) n,
enum signal { SIGNALS(S) SIGNAL_COUNT };
#undef S
#define S(n) "TOP." #n,
static const char *const signal_name[] = {SIGNALS(S)};
#undef S

/* ---- rows that are written */
/* clang-format off */
#define ROWS(R) \
	R(function) R(source) R(order) R(finding) \
	R(line_cpu) R(line_store_buffer) R(line_l1d) R(line_memory) R(line_device) \
	R(sb_enter) R(sb_perform) R(sb_complete) R(sb_waiting) R(l1d) \
	R(mmio) R(dma_descriptor) R(dma_read) R(dma_write) R(dma_record) \
	R(mem_read) R(mem_write)
/* clang-format on */
#define R(n) ROW_##n,
enum row { ROWS(R) ROW_COUNT };
#undef R
#define R(n) #n,
static const char *const row_name[] = {ROWS(R)};
#undef R

#include "spec/none.h"
#undef PCODE
#define PCODE(l, f, n, v, text) {#l, v, #n},
static const struct {
	const char *lane;
	unsigned value;
	const char *name;
} codes[] = {
#include "spec/probe.def"
};
#undef PCODE
#define PCODE(...)
#undef REG
#define REG(b, n, o, bits, access, reset, what) {#b, #n, o, bits},
static const struct {
	const char *block, *name;
	unsigned offset, bits;
} registers[] = {
#include "spec/regs.def"
};
#undef REGION
#define REGION(n, base, size, kind, dt, what) {#n, base, size, #kind},
static const struct {
	const char *name;
	uint64_t base, size;
	const char *kind;
} regions[] = {
#include "spec/memmap.def"
};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct vcd vcd;
static const uint64_t *pin[SIGNAL_COUNT];
static const uint64_t *entries_valid; /* occupied entries of the store buffer */
static struct {
	char text[160];
	uint64_t until; /* first cycle in which it is gone */
} row[ROW_COUNT];
static struct marks marks;
static size_t next_finding;
static uint64_t cycle, hold = 48, line = MARKS_NONE;
static uint64_t at = FOREVER; /* cycle of the finding that is wanted */
static struct db_report places;

#define P(n) (*pin[n])

static const char *code(const char *lane, uint64_t value)
{
	for (size_t i = 0; i < COUNT(codes); i++)
		if (codes[i].value == value && !strcmp(codes[i].lane, lane))
			return codes[i].name;
	return "?";
}

static void emit(enum row r)
{
	fputc('s', vcd.out);
	for (const char *s = row[r].text; *s; s++) /* a VCD string is one word */
		if (*s == ' ')
			fputs("\\040", vcd.out);
		else if (*s == '\\')
			fputs("\\134", vcd.out);
		else
			fputc(*s, vcd.out);
	fprintf(vcd.out, " story%d\n", r);
}

static void set(enum row r, uint64_t cycles, const char *text)
{
	row[r].until = cycles == FOREVER ? FOREVER : cycle + cycles;
	if (!strcmp(row[r].text, text))
		return;
	snprintf(row[r].text, sizeof(row[r].text), "%s", text);
	emit(r);
}

__attribute__((format(printf, 3, 4))) static void say(enum row r, uint64_t cycles, const char *fmt, ...)
{
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	set(r, cycles, text);
}

/* The CPU's address of a bus address. */
static uint64_t bus_to_cpu(uint64_t a)
{
	if (a >= DB_BUS_LO_BASE && a - DB_BUS_LO_BASE < DB_BUS_LO_SIZE)
		return a - DB_BUS_LO_BASE + DB_RAM_BASE;
	if (a >= DB_BUS_HI_BASE && a - DB_BUS_HI_BASE < DB_BUS_HI_SIZE)
		return a - DB_BUS_HI_BASE + DB_RAM_HI_BASE;
	return a;
}

static uint64_t no_alias(uint64_t a)
{
	return a & ~DB_UNCACHED_ALIAS;
}

static int on_line(uint64_t address, uint64_t bytes)
{
	return line != MARKS_NONE && address < line + 64 && address + bytes > line;
}

/* ---- the program */
#define CACHED 4096
static struct {
	uint64_t pc;
	char *text[2];
} cached[CACHED];

/* The function of a pc, or its file and line: the first frame outside the driver library. */
static const char *place(uint64_t pc, int source)
{
	size_t i = pc >> 1 & (CACHED - 1);
	char text[2][400] = {"?", ""};
	struct place p;
	const struct place_frame *f;

	if (cached[i].text[source] && cached[i].pc == pc)
		return cached[i].text[source];
	place_of_pc(&places, pc, &p);
	f = place_headline(&p);
	if (f && f->function && f->file) {
		const char *slash = strrchr(f->file, '/');

		snprintf(text[0], sizeof(text[0]), "%s()", f->function);
		snprintf(text[1], sizeof(text[1]), "%s:%d", slash ? slash + 1 : f->file, f->line);
	} else {
		snprintf(text[0], sizeof(text[0]), "0x%" PRIx64, pc);
	}
	for (int k = 0; k < 2; k++) {
		free(cached[i].text[k]);
		cached[i].text[k] = strdup(text[k]);
	}
	cached[i].pc = pc;
	return cached[i].text[source] ? cached[i].text[source] : "";
}

static void fence_text(uint32_t insn, char *out)
{
	for (int half = 1; half >= 0; half--) {
		for (int i = 3; i >= 0; i--)
			if (insn >> (20 + 4 * half + i) & 1)
				*out++ = "wroi"[i];
		*out++ = half ? ',' : 0;
	}
}

static void retire(void)
{
	static const char *const cbo[] = {"cbo.inval", "cbo.clean", "cbo.flush", NULL, "cbo.zero"};
	uint32_t insn = (uint32_t)P(rvfi_insn);
	uint64_t a = no_alias(P(rvfi_mem_addr));
	const char *op = NULL;

	if (!P(rvfi_valid))
		return;
	set(ROW_function, FOREVER, place(P(rvfi_pc_rdata), 0));
	set(ROW_source, FOREVER, place(P(rvfi_pc_rdata), 1));
	if ((insn & 0x707f) == 0x000f) {
		char sets[16];

		fence_text(insn, sets);
		say(ROW_order, 3 * hold / 2, "fence %s", sets);
	} else if ((insn & 0x707f) == 0x200f && insn >> 20 < COUNT(cbo) && cbo[insn >> 20]) {
		op = cbo[insn >> 20];
		a = no_alias(P(rvfi_rs1_rdata));
		say(ROW_order, 3 * hold / 2, "%s %" PRIx64, op, a);
	} else if (P(rvfi_mem_wmask)) {
		op = P(rvfi_mem_rmask) ? "atomic" : "store";
	} else if (P(rvfi_mem_rmask)) {
		op = "load";
	}
	if (op && on_line(a, 1)) {
		if (strcmp(op, "load")) /* loads: when they perform */
			set(ROW_line_cpu, hold, op);
	}
	if (P(rvfi_pc_rdata) == marks.cause_pc && marks.findings && cycle <= marks.finding[0].cycle) {
		marks.cause_at_all = cycle;
		if (op && on_line(a, 1))
			marks.cause_here = cycle;
	}
}

/* ---- store buffer */
static struct {
	int kind; /* -1: not on the line */
} entry[16];

static const char *kind_text(uint64_t k)
{
	static const char *const text[] = {"store",	"uncached store", "cbo.clean", "cbo.flush",
					   "cbo.inval", "cbo.zero",	  "atomic"};

	return k < COUNT(text) ? text[k] : "?";
}

static void store_buffer(void)
{
	int n = 0, last = -1;

	if (P(probe_sbd_valid_o))
		say(ROW_sb_perform, hold, "%s %" PRIx64, kind_text(P(probe_sbd_kind_o)), P(probe_sbd_addr_o));
	if (P(probe_sbc_valid_o)) {
		say(ROW_sb_complete, hold, "%s", kind_text(P(probe_sbc_kind_o)));
		entry[P(probe_sbc_idx_o) & 15].kind = -1;
	}
	if (P(probe_sbi_valid_o) && P(probe_sbi_kind_o) != DB_SBI_AMO) {
		say(ROW_sb_enter, hold, "%s %" PRIx64, kind_text(P(probe_sbi_kind_o)), P(probe_sbi_addr_o));
		if (on_line(no_alias(P(probe_sbi_addr_o)), 8))
			entry[P(probe_sbi_idx_o) & 15].kind = (int)P(probe_sbi_kind_o);
	}
	if (*entries_valid)
		say(ROW_sb_waiting, FOREVER, "%d", __builtin_popcountll(*entries_valid));
	else
		set(ROW_sb_waiting, FOREVER, "");
	if (!P(probe_sbc_valid_o) && !P(probe_sbi_valid_o))
		return;
	for (int i = 0; i < 16; i++)
		if (entry[i].kind >= 0) {
			n++;
			if (entry[i].kind > last)
				last = entry[i].kind;
		}
	if (n)
		say(ROW_line_store_buffer, FOREVER, n > 1 ? "%s (%d entries)" : "%s", kind_text((uint64_t)last), n);
	else
		set(ROW_line_store_buffer, FOREVER, "");
}

/* ---- L1D */
static void cache(void)
{
	static const char *const load_from[8] = {
		"store buffer", "L1D hit", "L1D and store buffer", "line fill", "uncached", "device", "?", "?"};
	uint64_t op = P(probe_line_op_o);

	if (P(probe_line_valid_o)) {
		say(ROW_l1d, hold, "%s%s %" PRIx64, code("LINE", op), P(probe_line_dirty_o) ? " dirty" : "",
		    P(probe_line_addr_o));
		if (on_line(P(probe_line_addr_o), 1))
			set(ROW_line_l1d, FOREVER,
			    op == DB_LINE_FILL || op == DB_LINE_CLEAN || op == DB_LINE_SNP_CLEAN ? "CLEAN"
			    : op == DB_LINE_ZERO						 ? "DIRTY"
												 : "INVALID");
	}
	if (P(probe_sbd_valid_o) && on_line(P(probe_sbd_addr_o), 1) &&
	    (P(probe_sbd_kind_o) == DB_SBI_STORE || P(probe_sbd_kind_o) == DB_SBI_AMO))
		set(ROW_line_l1d, FOREVER, "DIRTY");
	else if (P(probe_sbd_valid_o) && on_line(P(probe_sbd_addr_o), 1) &&
		 (P(probe_sbd_kind_o) == DB_SBI_INVAL || P(probe_sbd_kind_o) == DB_SBI_FLUSH))
		set(ROW_line_l1d, FOREVER, "INVALID"); /* no event of the line if it was not there */
	if (!P(probe_ld_valid_o) || !on_line(no_alias(P(probe_ld_addr_o)), 8))
		return;
	say(ROW_line_cpu, hold, "load: %s", load_from[P(probe_ld_src_o) & 7]);
	if (P(probe_ld_src_o) == DB_LD_HIT && !row[ROW_line_l1d].text[0])
		set(ROW_line_l1d, FOREVER, "VALID");
}

/* ---- devices */
static void device_register(uint64_t a, char *out, size_t size)
{
	for (size_t i = 0; i < COUNT(regions); i++) {
		uint64_t offset = a - regions[i].base;
		const char *block = regions[i].name;

		if (a < regions[i].base || offset >= regions[i].size)
			continue;
		if (!strcmp(block, "DMA") && offset >= 0x1000)
			block = "DMACH";
		for (size_t j = 0; j < COUNT(registers); j++) {
			unsigned o = registers[j].offset, bytes = registers[j].bits / 8;

			if (strcmp(registers[j].block, block) || (offset & 0xfff) < o || (offset & 0xfff) >= o + bytes)
				continue;
			if (strcmp(block, "DMACH"))
				snprintf(out, size, "%s %s", block, registers[j].name);
			else
				snprintf(out, size, "DMA%u %s", (unsigned)(offset >> 12) - 1, registers[j].name);
			return;
		}
		snprintf(out, size, "%s+%" PRIx64, block, offset);
		return;
	}
	snprintf(out, size, "%" PRIx64, a);
}

static int is_doorbell(uint64_t a)
{
	uint64_t offset = a - DB_DMA_BASE;

	return a >= DB_DMA_BASE && offset < DB_DMA_SIZE && offset >= 0x1000 &&
	       ((offset & 0xfff) == DB_DMACH_TAIL || (offset & 0xfff) == DB_DMACH_POLL);
}

static void mmio(void)
{
	uint64_t a = P(probe_mmio_addr_o), data = P(probe_mmio_data_o);
	char name[64];

	if (!P(probe_mmio_valid_o))
		return;
	device_register(a, name, sizeof(name));
	if (!P(probe_mmio_write_o)) {
		say(ROW_mmio, 2 * hold, "read %s", name);
		return;
	}
	data = a & 4 ? data >> 32 : data & UINT32_MAX;
	if (!is_doorbell(a)) {
		say(ROW_mmio, 2 * hold, "%s = %" PRIx64, name, data);
		return;
	}
	say(ROW_mmio, 2 * hold, "DOORBELL %s = %" PRIx64, name, data);
	marks_add(marks.doorbell, &marks.doorbells, cycle);
}

/* ---- DMA engine: bursts on their way, by ID */
struct burst {
	int open, row, on_line;
	uint64_t since;
};
static struct burst reading[64], writing[64];

static void begin(struct burst *set_of, uint64_t id, uint64_t user, uint64_t address, uint64_t bytes, int write)
{
	static const char *const what[2][4] = {{"fetch", "read", "read", "read"},
					       {"write", "write", "record to", "owner word to"}};
	struct burst *b = &set_of[id & 63];
	uint64_t kind = user >> 5, a = bus_to_cpu(address);

	b->open++;
	b->since = cycle;
	b->row = kind == DB_DAR_DESC   ? ROW_dma_descriptor
		 : kind != DB_DAR_DATA ? ROW_dma_record
		 : write	       ? ROW_dma_write
				       : ROW_dma_read;
	say((enum row)b->row, FOREVER, "%s %" PRIx64 " (%" PRIu64 " B)", what[write][kind & 3], a, bytes);
	if (kind == DB_DAR_DATA && line == MARKS_NONE && !write && !marks.findings)
		line = a & ~63ull;
	b->on_line = on_line(a, bytes);
	if (!b->on_line)
		return;
	set(ROW_line_device, FOREVER,
	    write		  ? "device writes"
	    : kind == DB_DAR_DESC ? "device fetches"
				  : "device reads");
	marks_add(marks.access, &marks.accesses, cycle);
}

static void finish(struct burst *set_of, uint64_t id)
{
	struct burst *b = &set_of[id & 63];
	int more = 0, more_here = 0;

	if (b->open)
		b->open--;
	for (int i = 0; i < 64; i++) {
		more += set_of[i].open && set_of[i].row == b->row;
		more_here += (reading[i].open && reading[i].on_line) + (writing[i].open && writing[i].on_line);
	}
	if (!more)
		row[b->row].until = cycle + 1; /* short ones can be read, too */
	if (!more && b->row != ROW_dma_read && b->row != ROW_dma_write && b->since + hold > cycle)
		row[b->row].until = b->since + hold;
	if (!more_here && row[ROW_line_device].text[0])
		row[ROW_line_device].until = cycle + 1;
}

static void dma(void)
{
	if (P(probe_dr_valid_o) && P(probe_dr_last_o))
		finish(reading, P(probe_dr_id_o));
	if (P(probe_db_valid_o))
		finish(writing, P(probe_db_id_o));
	if (P(probe_dar_valid_o))
		begin(reading, P(probe_dar_id_o), P(probe_dar_user_o), P(probe_dar_addr_o), P(probe_dar_bytes_o), 0);
	if (P(probe_daw_valid_o))
		begin(writing, P(probe_daw_id_o), P(probe_daw_user_o), P(probe_daw_addr_o), P(probe_daw_bytes_o), 1);
}

/* ---- memory port */
static const char *master(uint64_t id)
{
	static const char *const name[] = {"core data", "core fetch", "DMA", "other"};

	return name[id >> 6 & 3];
}

static uint8_t coming[256]; /* writes on their way to the line, by ID */

static void memory(void)
{
	if (P(m_axi_mem_bvalid) && P(m_axi_mem_bready) && coming[P(m_axi_mem_bid) & 255]) {
		coming[P(m_axi_mem_bid) & 255] = 0;
		say(ROW_line_memory, FOREVER, "written by %s",
		    P(m_axi_mem_bid) >> 6 == 2 ? "the device" : "the CPU's cache");
	}
	if (P(m_axi_mem_arvalid) && P(m_axi_mem_arready))
		say(ROW_mem_read, hold, "%s %" PRIx64, master(P(m_axi_mem_arid)), P(m_axi_mem_araddr));
	if (P(m_axi_mem_awvalid) && P(m_axi_mem_awready)) {
		say(ROW_mem_write, hold, "%s %" PRIx64, master(P(m_axi_mem_awid)), P(m_axi_mem_awaddr));
		if (on_line(P(m_axi_mem_awaddr), (P(m_axi_mem_awlen) + 1) * 8)) {
			coming[P(m_axi_mem_awid) & 255] = 1;
			say(ROW_line_memory, FOREVER, "write on its way");
		}
	}
}

static void sample(void)
{
	for (int r = 0; r < ROW_COUNT; r++)
		if (row[r].text[0] && cycle >= row[r].until)
			set((enum row)r, FOREVER, "");
	while (next_finding < marks.findings && marks.finding[next_finding].cycle <= cycle) {
		size_t i = next_finding++;

		if (i == 0 && marks.memory[0])
			set(ROW_line_memory, FOREVER, marks.memory);
		if (row[ROW_finding].text[0]) /* several at once: the first one's text stays */
			continue;
		say(ROW_finding, 4 * hold, "FINDING: %s at 0x%" PRIx64, marks.finding[i].class_name,
		    marks.finding[i].address);
	}
	cache();
	store_buffer();
	dma();
	mmio();
	memory();
	retire();
}

static const uint64_t *pin_of(const char *name)
{
	const struct vcd_var *v = vcd_find(&vcd, name);

	if (!v)
		fprintf(stderr, "story: the trace has no signal %s; was it made by doorbell-trace?\n", name);
	return v ? &vcd.value[v->id] : NULL;
}

static int connect_pins(void)
{
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		pin[i] = pin_of(signal_name[i]);
		if (!pin[i])
			return -1;
	}
	return 0;
}

/* The ports, depth 1 of a trace, are enough for this. */
static int print_first_doorbell(void)
{
	int64_t t;

	if (vcd_header(&vcd, stdin, NULL))
		return 2;
	vcd.out = fopen("/dev/null", "w");
	if (!vcd.out || connect_pins())
		return 2;
	while (!marks.doorbells && (t = vcd_next(&vcd)) >= 0) {
		cycle = (uint64_t)t / CYCLE;
		if (t % CYCLE == 0 && P(probe_mmio_valid_o) && P(probe_mmio_write_o) &&
		    is_doorbell(P(probe_mmio_addr_o)))
			marks_add(marks.doorbell, &marks.doorbells, cycle);
	}
	if (marks.doorbells)
		printf("%" PRIu64 "\n", marks.doorbell[0]);
	return 0;
}

int main(int argc, char **argv)
{
	const char *elf = NULL, *report = NULL, *marks_file = NULL, *tree = ".", *why = "";
	uint64_t from = FOREVER;
	int64_t t;

	marks_init(&marks);
	if (argc == 2 && !strcmp(argv[1], "--first-doorbell"))
		return print_first_doorbell();
	for (int i = 1; i + 1 < argc; i += 2)
		if (!strcmp(argv[i], "--elf"))
			elf = argv[i + 1];
		else if (!strcmp(argv[i], "--report"))
			report = argv[i + 1];
		else if (!strcmp(argv[i], "--marks"))
			marks_file = argv[i + 1];
		else if (!strcmp(argv[i], "--tree"))
			tree = argv[i + 1];
		else if (!strcmp(argv[i], "--at"))
			at = strtoull(argv[i + 1], NULL, 10);
		else if (!strcmp(argv[i], "--hold"))
			hold = strtoull(argv[i + 1], NULL, 10);
		else
			argc = 0;
	if (!elf || !marks_file || !(argc & 1)) {
		fprintf(stderr, "usage: story --elf PROGRAM --marks FILE [--report JSON] [--at CYCLE] [--hold CYCLES] "
				"[--tree DIR] "
				"<in.vcd >out.vcd\n");
		return 2;
	}
	places.symbols = db_symbols_open(elf, &why);
	places.source_root = tree;
	if (!places.symbols) {
		fprintf(stderr, "story: %s: %s\n", elf, why);
		return 2;
	}
	if (report) {
		if (marks_read(&marks, report, at))
			return 2;
		line = marks.line;
	}
	if (vcd_header(&vcd, stdin, stdout)) {
		fprintf(stderr, "story: standard input is no VCD\n");
		return 2;
	}
	if (connect_pins())
		return 2;
	printf("$scope module story $end\n");
	for (int r = 0; r < ROW_COUNT; r++)
		printf("$var string 1 story%d %s $end\n", r, row_name[r]);
	printf("$upscope $end\n$enddefinitions $end\n");
	entries_valid = pin_of("TOP.doorbell_soc.lsu.probe_sb_valid");
	if (!entries_valid)
		return 2;
	for (int i = 0; i < 16; i++)
		entry[i].kind = -1;
	while ((t = vcd_next(&vcd)) >= 0) {
		if (t % CYCLE == 0) {
			cycle = (uint64_t)t / CYCLE;
			if (from == FOREVER) {
				from = cycle;
				if (cycle < 100)
					set(ROW_line_l1d, FOREVER, "INVALID");
				for (int r = 0; r < ROW_COUNT; r++)
					emit((enum row)r);
			}
			sample();
		}
		if (vcd.next_time >= 0)
			printf("#%" PRId64 "\n", vcd.next_time);
	}
	db_symbols_close(places.symbols);
	if (from == FOREVER || fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "story: the trace is empty or cannot be written\n");
		return 2;
	}
	return marks_write(&marks, marks_file, from, cycle) ? 2 : 0;
}
