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

#include <engine/cpu.h>
#include <memory/agent.h>
#include <memory/history.h>

void race_check_read(struct location *location, struct unit *unit, unsigned int count,
		     uintptr_t addr, uint32_t site);
void race_check_write(struct location *location, struct unit *unit, unsigned int count,
		      uintptr_t addr, uint32_t site);
/* The finding, if races are checked in this world. other_site 0 = not recorded. */
void race_report(uintptr_t addr, bool write, uint32_t site, unsigned int other_agent,
		 uint32_t other_site);

/* This pair of places is not reported any more, as long as the process lives. */
void race_excuse(uint32_t site, uint32_t other_site);

/* The owner of a private granule uses it again. Bytes it used at an earlier clock are forgotten
 * rather than given the new clock: less is found then, but nothing wrong. */
static inline void epoch_note(struct epoch *epoch, unsigned int mask, bool write, uint32_t clock)
{
	uint32_t *at = write ? &epoch->write : &epoch->read;

	*at = epoch_clock(*at) == clock ? *at | mask : clock << 8 | mask;
}

/* An event of an agent that the current one knows of, or has read of. */
static inline bool epoch_known(unsigned int agent, uint32_t clock)
{
	const struct agent *self = agent_current();

	return clock <= self->known.of[agent] || clock <= self->seen.of[agent];
}

/*
 * A plain access to a granule without location or watch: true if it is, or now becomes, the current
 * agent's own, because it was nobody's or all earlier accesses are ordered before this one.
 */
static inline bool epoch_claim(uint32_t granule, uint32_t word, unsigned int mask, bool write)
{
	unsigned int self = E->current->cpu;
	const struct agent *agent = &agents[self];
	unsigned int owner = (word & SHADOW_OWNER) >> SHADOW_OWNER_SHIFT;
	struct epoch *epoch = &EPOCHS[granule];
	uint32_t clock = agent->known.of[self] & EPOCH_CLOCK_MAX;

	if (owner == self + 1) {
		epoch_note(epoch, mask, write, clock);
		return true;
	}
	if (owner) {
		uint32_t known = agent->known.of[owner - 1], seen = agent->seen.of[owner - 1];

		if (seen > known)
			known = seen;
		if (epoch_clock(epoch->write) > known || epoch_clock(epoch->read) > known)
			return false;
	}
	SHADOW[granule] = (word & ~SHADOW_OWNER) | shadow_owner_word(self);
	*epoch = (struct epoch){ 0 };
	epoch_note(epoch, mask, write, clock);
	return true;
}

#endif
