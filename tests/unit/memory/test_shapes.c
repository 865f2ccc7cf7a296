/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the memory models allow: the classic shapes, and nothing but their allowed outcomes.
 *
 * Named after the litmus tests of the kernel's tools/memory-model and of the POWER literature
 * ("A tutorial introduction to the ARM and POWER relaxed memory models"). LB's outcome needs
 * load-to-store reordering, which is outside the model.
 */
#include <criterion/criterion.h>

#include "shapes.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ALWAYS(list) { list, list, list }
#define SCHEDULES 20000

#define ALL_2 "00 01 10 11"
#define ALL_4                                                                                      \
	"0000 0001 0010 0011 0100 0101 0110 0111 1000 1001 1010 1011 1100 1101 1110 1111"
#define IRIW_SC                                                                                    \
	"0000 0001 0010 0011 0100 0101 0110 0111 1000 1001 1011 1100 1101 1110 1111"
#define WRC_SC "000 001 010 011 100 101 111"
#define CORR2                                                                                      \
	"0000 0001 0002 0011 0012 0021 0022 0100 0101 0102 0111 0112 0121 0122 0200 0201 0202 "    \
	"0211 0212 0221 0222 1100 1101 1102 1111 1112 1121 1122 1200 1201 1202 1211 1212 1222 "    \
	"2100 2101 2102 2111 2121 2122 2200 2201 2202 2211 2212 2221 2222"

static const struct shape shapes[] = {
	{ "sb", 2, "01", { "01 10 11", ALL_2, ALL_2 }, { NULL, "00", "00" } },
	{ "sb_mb", 2, "01", ALWAYS("01 10 11"), { NULL } },
	{ "mp", 2, "01", { "00 01 11", "00 01 11", ALL_2 }, { NULL, NULL, "10" } },
	{ "mp_wmb", 2, "01", { "00 01 11", "00 01 11", ALL_2 }, { NULL, NULL, "10" } },
	{ "mp_rmb", 2, "01", { "00 01 11", "00 01 11", ALL_2 }, { NULL, NULL, "10" } },
	{ "mp_both", 2, "01", ALWAYS("00 01 11"), { NULL } },
	{ "mp_mb", 2, "01", ALWAYS("00 01 11"), { NULL } },
	{ "lb", 2, "01", ALWAYS("00 01 10"), { NULL } },
	{ "s", 2, "0x", { "01 02 11", "01 02 11", "01 02 11 12" }, { NULL, NULL, "12" } },
	{ "s_mb", 2, "0x", ALWAYS("01 02 11"), { NULL } },
	{ "r", 2, "0y", { "01 11 12", "01 11 02 12", "01 11 02 12" }, { NULL, "02", "02" } },
	{ "r_mb", 2, "0y", ALWAYS("01 11 12"), { NULL } },
	{ "w22", 2, "xy", { "12 21 22", "12 21 22", "11 12 21 22" }, { NULL, NULL, "11" } },
	{ "w22_mb", 2, "xy", ALWAYS("12 21 22"), { NULL } },
	{ "iriw", 4, "0123", { IRIW_SC, IRIW_SC, ALL_4 }, { NULL, NULL, "1010" } },
	{ "iriw_mb", 4, "0123", ALWAYS(IRIW_SC), { NULL } },
	{ "wrc", 3, "012", { WRC_SC, WRC_SC, WRC_SC " 110" }, { NULL, NULL, "110" } },
	{ "wrc_mb", 3, "012", ALWAYS(WRC_SC), { NULL } },
	{ "corr", 2, "01", ALWAYS("00 01 11"), { NULL } },
	{ "corr2", 4, "0123", ALWAYS(CORR2), { NULL } },
	{ "coww", 2, "01", ALWAYS("00 01 02 11 12 22"), { NULL } },
	{ "corw", 2, "0x", ALWAYS("01 02 12"), { NULL } },
	{ "cowr", 2, "0x", ALWAYS("11 12 22"), { NULL } },
};

static void check(const char *access, unsigned int bits, bool track, bool exact)
{
	shapes_build("memory/shapes", track);
	shapes_check(shapes, COUNT(shapes), access, bits, exact, SCHEDULES);
}

Test(shapes, marked_8)
{
	check("marked", 8, false, true);
}

Test(shapes, marked_16)
{
	check("marked", 16, false, true);
}

Test(shapes, marked_32)
{
	check("marked", 32, false, true);
}

Test(shapes, marked_64)
{
	check("marked", 64, false, true);
}

/* Plain accesses are no scheduling points, so some outcomes of sc are out of reach. */
Test(shapes, plain_8)
{
	check("plain", 8, true, false);
}

Test(shapes, plain_16)
{
	check("plain", 16, true, false);
}

Test(shapes, plain_32)
{
	check("plain", 32, true, false);
}

Test(shapes, plain_64)
{
	check("plain", 64, true, false);
}

static const struct shape releases[] = {
	{ "mp_relacq", 2, "01", ALWAYS("00 01 11"), { NULL } },
	{ "mp_plain_relacq", 2, "01", ALWAYS("00 11"), { NULL } },
	{ "wrc_rel", 3, "012", ALWAYS(WRC_SC), { NULL } },
	{ "sb_relacq", 2, "01", { "01 10 11", ALL_2, ALL_2 }, { NULL, "00", "00" } },
};

static void check_releases(unsigned int bits)
{
	shapes_build("memory/shapes", false);
	shapes_check(releases, COUNT(releases), "order", bits, true, SCHEDULES);
}

Test(shapes, acquire_and_release_8)
{
	check_releases(8);
}

Test(shapes, acquire_and_release_16)
{
	check_releases(16);
}

Test(shapes, acquire_and_release_32)
{
	check_releases(32);
}

Test(shapes, acquire_and_release_64)
{
	check_releases(64);
}

static const struct shape dependencies[] = {
	{ "mp_addr", 2, "01", ALWAYS("00 11"), { NULL } },
};

Test(shapes, an_address_dependency_orders)
{
	shapes_build("memory/shapes", false);
	shapes_check(dependencies, COUNT(dependencies), "order", 64, true, SCHEDULES);
}
