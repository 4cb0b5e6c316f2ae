#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Breaks the checker's rules one by one in a copy and sees the unit tests fail. Prints the breaks that no test notices,
# and `N passed, N failed` (a break that is noticed has passed). Run from the top; outputs in build/tests/break/.
set -u
out=build/tests/break
src=$out/src
flags="-std=gnu11 -O1 -w -Iinclude -I$src/include -I$src -Itests/checker"
tests="${TESTS:-test_classes test_order test_forms test_shadow test_random}"
rm -rf $out
mkdir -p $out/obj
cp -r sim/checker $src
units="dbc shadow hart bus maps units rules findings device_doorbell classes trace"
for u in $units; do
	gcc $flags -c $src/$u.c -o $out/obj/$u.o || exit 1
done
gcc $flags -c tests/checker/helper_dsl.c -o $out/helper.o || exit 1
for t in $tests; do
	gcc $flags -c tests/checker/$t.c -o $out/$t.o || exit 1
done

# 0: some test fails
noticed()
{
	for t in $tests; do
		gcc $out/$t.o $out/helper.o $out/obj/*.o -o $out/$t || exit 1
		arg=
		[ $t = test_random ] && arg="1 100"
		timeout 60 $out/$t $arg >$out/log 2>&1 || return 0
	done
	return 1
}

if noticed; then
	echo "the tests fail without any break:"
	cat $out/log
	exit 1
fi
passed=0
failed=0
while IFS='|' read -r unit what edit; do
	[ -n "$unit" ] || continue
	sed "$edit" sim/checker/$unit.c >$src/$unit.c
	if cmp -s sim/checker/$unit.c $src/$unit.c; then
		echo "$unit: $what: the source has changed, the break does not apply"
		failed=$((failed + 1))
	elif ! gcc $flags -c $src/$unit.c -o $out/obj/$unit.o 2>$out/log; then
		echo "$unit: $what: does not compile"
		failed=$((failed + 1))
	elif noticed; then
		passed=$((passed + 1))
	else
		echo "$unit: $what: no test notices"
		failed=$((failed + 1))
	fi
	cp sim/checker/$unit.c $src/$unit.c
	gcc $flags -c $src/$unit.c -o $out/obj/$unit.o
done <<'BREAKS'
hart|fence w,o taken from w,w|s/if (pred & W && succ & O)/if (pred \& W \&\& succ \& (O | W))/
hart|fence w,w taken from w,o|s/if (pred & W && succ & W)/if (pred \& W \&\& succ \& (O | W))/
hart|fence i,r taken from r,r|s/if (pred & I && succ & R)/if (pred \& (I | R) \&\& succ \& R)/
hart|fence r,r taken from i,r|s/if (pred & R && succ & R)/if (pred \& (I | R) \&\& succ \& R)/
hart|fence r,r from any successor|s/if (pred & R && succ & R)/if (pred \& R)/
hart|no acquire by .aq|s/amo \&\& insn >> 26 \& 1/0/
hart|.rl acquires|s/amo \&\& insn >> 26 \& 1/amo/
hart|no dependencies|s/h->taint\[e->rd_addr\] = c->acquired ? h->order : t;/;/
hart|dependencies never end|s/h->taint\[e->rd_addr\] = c->acquired ? h->order : t;/if (c->acquired) h->taint[e->rd_addr] = h->order; else if (t) h->taint[e->rd_addr] = t;/
hart|traps share the hints|s/memcpy(h->hint, h->hint_stack/(void)(h->hint, h->hint_stack/
hart|traps share the call stack|s/h->context = h->trap_context\[h->traps\];/;/
hart|returns are not seen|s/h->context = c->context\[n\].parent;/;/
hart|no compressed calls|s/(insn & 0xf07f) == 0x9002/0/
hart|no compressed returns|s/(insn & 0xf07f) == 0x8002/0/
hart|cbo.zero is no store|s/else if (insn >> 20 == 4)/else if (0)/
hart|coherence override is not seen|s/c->coherent = (uint32_t)(value & 3);/;/
rules|loads are ordered by nothing|s/if (u->seen_mem.order && c->hart.fence_r_r > u->seen_mem.order)/if (0)/
rules|device loads need no fence|s/if (u->seen_io.order && c->hart.fence_i_r > u->seen_io.order)/if (u->seen_io.order)/
rules|branch and CMO order nothing|s/return l && l->inval.order > seen->order;/return false;/
rules|any invalidate will do|s/return seen->order && l->inval.order > seen->order;/return l->inval.order;/
rules|never early|s/bool early = .*/bool early = false;/
rules|loads are never manifest|s/struct report r = {\.kind = wrong ? DBC_MANIFEST : DBC_LATENT,/struct report r = {.kind = DBC_LATENT,/
rules|coherent data must be invalidated|s/if (!uncached && !dv->coherent && !stale_gone(u, l))/if (!uncached \&\& !stale_gone(u, l))/
rules|uncached loads must be invalidated|s/if (!uncached && !dv->coherent && !stale_gone(u, l))/if (!dv->coherent \&\& !stale_gone(u, l))/
rules|completion loads are unordered|s/if (seen->order && !ordered_after_seen/if (0 \&\& !ordered_after_seen/
rules|records are unordered|s/if (c->hart.fence_r_r > g->seen.order/if (1 || c->hart.fence_r_r > g->seen.order/
rules|nothing is lost by an invalidate|s/l->lost |= 1ull << i;/;/
rules|inval writes back without the quirk|s/if (op == 0 && c->cfg.quirks & DB_QUIRK_INVAL_WB)/if (op == 0)/
rules|inval never writes back|s/if (op == 0 && c->cfg.quirks & DB_QUIRK_INVAL_WB)/if (0)/
rules|flush over device data|s/l->stale_store = here(c);/;/
rules|a stale line is always stale|s/first_seen(w)->order \&\& !stale_gone(w, l)/first_seen(w)->order/
rules|shared lines with TX|s/m->dir != DB_HINT_DIR_TO_DEVICE \&\& !(m->attrs/!(m->attrs/
rules|no shared lines|s/(m = map_in_line(c, line, c->cfg.line_bytes)) \&\&/(m = NULL) \&\&/
rules|the CPU may write what is mapped|s/m->owner == OWNER_DEVICE \&\& line_mask(c, phys, size)/0 \&\& line_mask(c, phys, size)/
rules|a sync gives nothing back|s/~(l->synced | l->sync)/~l->sync/
rules|a dirty line under a transfer|s/} else if (u \&\& !u->what.again) {/} else if (0) {/
rules|unmap at any time|s/if (!unit_busy(c, phys, size, map, &u))/if (1)/
units|no clean needed|s/judge(j, DB_CLASS_MISSING_CLEAN, phys + at, run, store, "newest store");/;/
units|an unfinished clean will do|s/} else if (l->clean.order >= j->fence) {/} else if (0) {/
units|stores need no fence|s/if (s->order >= j->fence)/if (0)/
units|dirty lines are welcome|s/if (cmo->order < l->store_order)/if (0)/
units|any address will do|s/if (!start || (dev->mask/if (0 \&\& (dev->mask/
units|no mask|s/(dev->mask \&\& range->bus + (uint64_t)hi - 1 > dev->mask)/0/
units|nothing outside mappings|s/if (dev->streaming \&\& !mapped/if (0 \&\& !mapped/
units|mappings needed without any|s/if (dev->streaming \&\& !mapped/if (!mapped/
units|other mappings do not keep a buffer|s/if (but \&\& (!write ||/if (0 \&\& (!write ||/
units|coherent ranges may not be dirty|s/!what->coherent \&\& !what->again; i++)/!what->again; i++)/
units|no order among owner words|s/void dbc_dev_word_after_owner(struct dbc_dev \*dev, uint64_t phys, unsigned size, uint8_t channel)/&\n{ (void)dev; (void)phys; (void)size; (void)channel; }\nvoid unused_word(struct dbc_dev *dev, uint64_t phys, unsigned size, uint8_t channel)/
units|precedence within Ordering|s/} else if (class_id < j->ordering.class_id) {/} else if (class_id > j->ordering.class_id) {/
device_doorbell|phase ignored|s/if (word >> DB_REC_STATUS_PHASE_SHIFT == (number \/ h->records) % 2) {/if (0) {/
device_doorbell|chains are jobs each|s/h->more\[slot\] = .*/h->more[slot] = 0;/
device_doorbell|HEAD says nothing|s/case DB_DMACH_HEAD:/case 0xffe:/
device_doorbell|REC_HEAD says nothing|s/case DB_DMACH_REC_HEAD:/case 0xffe:/
device_doorbell|DONE_CNT says nothing|s/case DB_DMACH_DONE_CNT:/case 0xffe:/
device_doorbell|STATUS says nothing|s/case DB_DMACH_STATUS:/case 0xffe:/
device_doorbell|stop acknowledged early is believed|s/value & DB_DMACH_STATUS_BUSY)$/0)/
device_doorbell|a stop is not seen|s/dbc_dev_stop(d->dev, (uint8_t)(page - 1));/;/
device_doorbell|an owner word publishes nothing|s/publish(d, h, number_of_slot(h, slot), slot_bus(h, slot), false, DBC_BY_OWNER,/(void)(d, h, number_of_slot(h, slot), slot_bus(h, slot), false, DBC_BY_OWNER,/
device_doorbell|halt is not seen|s/halt(d, h, MEM);/;/
units|hulls instead of rows|s/if (at >= phys + r->bytes)/if (0)/
units|strides are positive|s/if (r->stride < 0)$/if (0)/
units|one row|s/for (uint32_t i = 0; i < rows_of(&what->read) \&\& /for (uint32_t i = 0; i < 1 \&\& /
units|a row outside a mapping|s/for (uint32_t i = 0; i < rows_of(range); i++)/for (uint32_t i = 0; i < 1; i++)/
units|a cycle reads what it likes|s/judge_beat(c, u, DB_CLASS_MISSING_CLEAN/if (0) judge_beat(c, u, DB_CLASS_MISSING_CLEAN/
units|a cycle writes over anything|s/judge_beat(c, u, DB_CLASS_DIRTY_UNDER_RX/if (0) judge_beat(c, u, DB_CLASS_DIRTY_UNDER_RX/
rules|early reads of device data|s/if (u->outstanding) {/if (0) {/
rules|early reads of what is to come|s/if (l->writers \&\& !device) {/if (0) {/
device_doorbell|cycles end|s/if (h->lap \&\& number >= h->lap_from/if (0 \&\& number >= h->lap_from/
device_doorbell|a list is its first block|s/memcpy(&pointer, raw + DB_DESC_NEXT, 8);/return;/
device_doorbell|a block is one descriptor|s/i <= (pointer & DB_DESC_NEXT_COUNT); i++/i <= 0; i++/
device_doorbell|links need no POLL|s/while (h->links)$/while (0)/
device_doorbell|links publish nothing|s/go_on(d, h, DBC_BY_LINK);/;/
device_doorbell|POLL of a list publishes nothing|s/go_on(d, h, DBC_BY_DOORBELL);/;/
device_doorbell|an engine that stands is in a hurry|s/ \&\& max(h->units\[IO\], h->units\[MEM\]) < h->published)$/)/
device_doorbell|fills read|s/form == DB_DESC_FORM_FILL || form == DB_DESC_FORM_RX ? 0 : length/length/
device_doorbell|transmissions write|s/form == DB_DESC_FORM_TX ? 0 : length/length/
device_doorbell|RESIDUE says nothing|s/case DB_DMACH_RESIDUE:/case 0xffe:/
device_doorbell|USER is used|s/~(0xffull << DB_DESC_USER)/~0ull/
maps|attributes forgotten|s/(unsigned)a\[5\], a\[2\]/0, a[2]/
maps|syncs hand over nothing|s/op == DB_HINT_SYNC_CPU_END);$/false);/
maps|dead data are dear|s/case DB_HINT_DEAD:/case 99:/
maps|an unmap leaves the mapping|s/^		map_remove(c, m);/		;/
shadow|hits are believed|s/if (e->mask >> i & 1 \&\& copy->value\[in_line\] != /if (0 \&\& copy->value[in_line] != /
shadow|write-backs are believed|s/(w \&\& w->value\[in_line\] != value)/0/
shadow|uncached writes are believed|s/(u \&\& u->value\[i\] != value)/0/
shadow|memory is believed|s/p->memory_value\[at + i\] != (uint8_t)(e->data >> 8 \* i))/0)/
shadow|dirty bits are believed|s/copy \&\& copy->dirty != e->dirty)/0)/
shadow|numbers of 16 bits for ever|s/ \&\& c->cycle - v->cycle < 1 << 15//
bus|the device reads what is newest|s/p->memory\[at + i\] != p->newest\[at + i\])/0)/
bus|bus address zero|s/\*phys = w->phys + (bus - w->bus);/*phys = bus;/
findings|findings do not merge|s/if (!memcmp(c->finding_key\[i\], key, sizeof key))/if (0)/
findings|the call stack is not told|s/site_of(c, &r->access, &f->access);/f->access.pc = r->access.pc;/
BREAKS
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
