/* SPDX-License-Identifier: GPL-2.0-only */
/* sync_word.c - the order that locks carry from holder to holder. */
#include <memory/sync_word.h>

#include <engine/cpu.h>
#include <memory/agent.h>
#include <memory/history.h>
#include <memory/lifetime.h>
#include <memory/shadow.h>

static struct unit *word_unit(uint32_t *word)
{
	uint32_t granule = granule_of((uintptr_t)word);
	unsigned int count;

	if (!region_has(word) || (uintptr_t)word >= STACKS_BASE)
		return NULL;
	history_make_room();
	if (!access_track_all && !(SHADOW[granule] & SHADOW_LOCATION))
		return NULL;
	return history_units(history_location(granule, sizeof(*word)), (uintptr_t)word,
			     sizeof(*word), &count);
}

void sync_word_acquire(struct sync_word *sync, uint32_t *word, uint32_t value)
{
	struct unit *unit = word_unit(word);
	struct vclock carried;

	history_drain(agent_index());
	agent_learn(&sync->released);
	/* Unlock and lock on one CPU order writes for all others as well (po-unlock-lock-po). */
	vclock_join(&agent_current()->published, &agent_current()->unlocked);
	vclock_join(&agent_current()->known, &agent_current()->seen);
	agent_current()->published_ref = 0;
	*word = value;
	if (!unit)
		return;
	/* The store of a read-modify-write: it carries on what it read, and what barriers before it
	 * have published. */
	carried = *history_carried(history_see(unit));
	vclock_join(&carried, &agent_current()->published);
	history_store(unit, value, 0, history_clock_copy(&carried), true, 0);
}

void sync_word_release(struct sync_word *sync, uint32_t *word, uint32_t value)
{
	struct unit *unit = word_unit(word);
	struct agent *self = agent_current();

	agent_teach(&sync->released);
	self->unlocked = sync->released;
	*word = value;
	if (unit)
		history_store(unit, value, 0, history_clock_copy(&sync->released), false, 0);
}
