/* SPDX-License-Identifier: GPL-2.0-only */
/* Mixed sizes, copies and read-modify-write: coherence and atomicity hold in every model. */
#include <criterion/criterion.h>

#include "shapes.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ALWAYS(list) { list, list, list }
#define SCHEDULES 20000

static void check(const struct shape *shapes, unsigned int count, bool exact)
{
	shapes_build("memory/mixed", false);
	shapes_check(shapes, count, "mixed", 0, exact, SCHEDULES);
}

static const struct shape sizes[] = {
	{ "corr_down", 2, "01", ALWAYS("00 01 21"), { NULL } },
	{ "corr_up", 2, "01", ALWAYS("00 02 12"), { NULL } },
	{ "mp_halves", 2, "01", ALWAYS("00 01 02 12"), { NULL } },
	{ "mp_bytes", 2, "01", ALWAYS("00 01 02 12"), { NULL } },
};

Test(mixed, sizes_agree_on_the_order_of_stores)
{
	check(sizes, COUNT(sizes), false);
}

static const struct shape wide[] = {
	{ "mp_read_whole", 2, "01",
	  { "00 01 11 21", "00 01 11 21", "00 01 10 11 20 21" }, { NULL } },
};

Test(mixed, a_wide_read_empties_store_buffers_it_read_from)
{
	check(wide, COUNT(wide), false);
}

static const struct shape cut[] = {
	{ "mp_cut", 2, "01", { "00 02 12", "00 02 12", "00 02 10 12" }, { NULL, NULL, "10" } },
	{ "mp_cut_wmb", 2, "01", ALWAYS("00 01 11"), { NULL } },
};

Test(mixed, a_word_cut_in_halves_is_read_as_one)
{
	check(cut, COUNT(cut), false);
}

static const struct shape copies[] = {
	{ "corr_copy", 2, "01", ALWAYS("00 01 11"), { NULL } },
	{ "corr_assign", 2, "01", ALWAYS("00 01 11"), { NULL } },
	{ "coww_fill", 2, "01", ALWAYS("00 01 02 11 21 22"), { NULL } },
	{ "mp_copy", 2, "01", { "00 01 11", "00 01 11", "00 01 10 11" }, { NULL } },
};

Test(mixed, copies_see_and_are_seen)
{
	check(copies, COUNT(copies), false);
}

static const struct shape atomics[] = {
	{ "atomic_halves", 2, "01", ALWAYS("00 01 02 12"), { NULL } },
	{ "atomic_whole", 2, "01", ALWAYS("00 01 21"), { NULL } },
	{ "add_whole", 2, "01", ALWAYS("11"), { NULL } },
};

Test(mixed, wide_atomics_on_narrow_stores)
{
	check(atomics, COUNT(atomics), false);
}

static const struct shape modifications[] = {
	{ "add_relaxed", 3, "x", ALWAYS("6"), { NULL } },
	{ "add_seq", 3, "x", ALWAYS("6"), { NULL } },
	{ "add_store", 2, "0x", { "05 56", "05 56", "05 01 56" }, { NULL } },
	{ "xchg", 2, "01x", ALWAYS("012 201"), { NULL } },
	{ "cmpxchg", 2, "01x", ALWAYS("101 012"), { NULL } },
};

Test(mixed, nothing_comes_between_a_read_and_its_write)
{
	check(modifications, COUNT(modifications), false);
}

static const struct shape orders[] = {
	{ "sb_rmw", 2, "01", ALWAYS("01 10 11"), { NULL } },
	{ "sb_rmw_relaxed", 2, "01", { "01 10 11", "01 10 11", "00 01 10 11" }, { NULL, NULL, "00" } },
	{ "mp_xchg", 2, "01", { "00 01 11", "00 01 11", "00 01 10 11" }, { NULL } },
	{ "mp_failed", 2, "01", { "00 01 11", "00 01 11", "00 01 10 11" }, { NULL } },
	{ "sequence", 3, "01",
	  { "00 01 11 20 21 31", "00 01 11 20 21 31", "00 01 11 20 21 31" }, { NULL } },
};

Test(mixed, what_atomics_order)
{
	check(orders, COUNT(orders), false);
}

static const struct shape locks[] = {
	{ "wrc_lock", 3, "012",
	  { "000 001 010 011 100 101 111", "000 001 010 011 100 101 111",
	    "000 001 010 011 100 101 110 111" },
	  { NULL, NULL, "110" } },
	{ "sb_unlock", 2, "01",
	  { "01 10 11", "00 01 10 11", "00 01 10 11" }, { NULL, "00", "00" } },
};

Test(mixed, what_locks_order)
{
	check(locks, COUNT(locks), false);
}
