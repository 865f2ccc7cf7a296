/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * race.h - data races, after KCSAN's rules (Documentation/dev-tools/kcsan.rst).
 *
 * Two accesses race if they touch the same bytes, at least one writes, nothing orders them, and one
 * of them is a plain read. Marked accesses do not race with each other, and aligned plain writes of
 * word size count as atomic (CONFIG_KCSAN_ASSUME_PLAIN_WRITES_ATOMIC).
 */
#ifndef MEMORY_RACE_H
#define MEMORY_RACE_H

#include <stdbool.h>
#include <stdint.h>

#include <memory/history.h>

void race_check_read(struct location *location, struct unit *unit, unsigned int count,
		     uintptr_t addr, unsigned int size, uint32_t site);
void race_check_write(struct location *location, struct unit *unit, unsigned int count,
		      uintptr_t addr, unsigned int size, bool marked, uint32_t site);
/* The finding, if races are checked in this world. other_site 0 = not recorded. */
void race_report(uintptr_t addr, bool write, uint32_t site, unsigned int other_agent,
		 uint32_t other_site);

/* The owner of a private granule uses it again. Bytes it used at an earlier clock are forgotten
 * rather than given the new clock: less is found then, but nothing wrong. */
static inline void epoch_note(struct epoch *epoch, unsigned int mask, bool write, uint32_t clock)
{
	if (clock > EPOCH_CLOCK_MAX)
		clock = 0;
	if (write) {
		epoch->write_mask = epoch->write_clock == clock ? epoch->write_mask | mask : mask;
		epoch->write_clock = clock;
	} else {
		epoch->read_mask = epoch->read_clock == clock ? epoch->read_mask | mask : mask;
		epoch->read_clock = clock;
	}
}

#endif
