/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vclock.h - vector clocks: what an agent knows of every other agent's past.
 *
 * An agent is whatever runs instructions in one order: a vCPU (with all its tasks and interrupts),
 * a host thread, or the world outside (agent 0). A component is that agent's event counter.
 */
#ifndef MEMORY_VCLOCK_H
#define MEMORY_VCLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define AGENTS_MAX 16

typedef uint32_t vclock_lanes __attribute__((vector_size(16)));

struct vclock {
	union {
		uint32_t of[AGENTS_MAX];
		vclock_lanes lane[AGENTS_MAX / 4];
	};
} __attribute__((aligned(16)));

/* into = the later of both, component by component. */
static inline void vclock_join(struct vclock *into, const struct vclock *from)
{
	for (int i = 0; i < AGENTS_MAX / 4; i++) {
		vclock_lanes later = into->lane[i] > from->lane[i];

		into->lane[i] = (into->lane[i] & later) | (from->lane[i] & ~later);
	}
}

/* True if some component of a is later than that of b. */
static inline bool vclock_exceeds(const struct vclock *a, const struct vclock *b)
{
	vclock_lanes any = { 0 };

	for (int i = 0; i < AGENTS_MAX / 4; i++)
		any |= (vclock_lanes)(a->lane[i] > b->lane[i]);
	return (any[0] | any[1] | any[2] | any[3]) != 0;
}

/* True if some component of a is set (not 0) and not later than that of b. */
static inline bool vclock_meets(const struct vclock *a, const struct vclock *b)
{
	vclock_lanes zero = { 0 }, any = { 0 };

	for (int i = 0; i < AGENTS_MAX / 4; i++)
		any |= (vclock_lanes)((a->lane[i] != zero) & (a->lane[i] <= b->lane[i]));
	return (any[0] | any[1] | any[2] | any[3]) != 0;
}

#endif
