/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vclock.h - vector clocks: what an agent knows of every other agent's past.
 *
 * An agent is whatever runs instructions in one order: a vCPU (with all its tasks and interrupts),
 * a host thread, or the world outside (agent 0). A component is that agent's event counter.
 */
#ifndef MEMORY_VCLOCK_H
#define MEMORY_VCLOCK_H

#include <smmintrin.h>
#include <stdbool.h>
#include <stdint.h>

#define AGENTS_MAX 16

struct vclock {
	union {
		uint32_t of[AGENTS_MAX];
		__m128i lane[AGENTS_MAX / 4];
	};
} __attribute__((aligned(16)));

/* Lanes of four components that this process has agents for; the others are 0 in every clock. */
extern unsigned int vclock_lanes;

/* into = the later of both, component by component. */
static inline void vclock_join(struct vclock *into, const struct vclock *from)
{
	for (unsigned int i = 0; i < vclock_lanes; i++)
		into->lane[i] = _mm_max_epu32(into->lane[i], from->lane[i]);
}

static inline void vclock_clear(struct vclock *clock)
{
	for (unsigned int i = 0; i < AGENTS_MAX / 4; i++)
		clock->lane[i] = _mm_setzero_si128();
}

/* True if some component of a is later than both those of b and c. */
static inline bool vclock_exceeds(const struct vclock *a, const struct vclock *b,
				  const struct vclock *c)
{
	for (unsigned int i = 0; i < vclock_lanes; i++) {
		__m128i later = _mm_max_epu32(b->lane[i], c->lane[i]);
		__m128i covered = _mm_cmpeq_epi32(_mm_max_epu32(a->lane[i], later), later);

		if (_mm_movemask_epi8(covered) != 0xffff)
			return true;
	}
	return false;
}

/* True if some component of a is set (not 0) and not later than that of b. */
static inline bool vclock_meets(const struct vclock *a, const struct vclock *b)
{
	for (unsigned int i = 0; i < vclock_lanes; i++) {
		__m128i unset = _mm_cmpeq_epi32(a->lane[i], _mm_setzero_si128());
		__m128i covered =
			_mm_cmpeq_epi32(_mm_max_epu32(a->lane[i], b->lane[i]), b->lane[i]);

		if (_mm_movemask_epi8(_mm_andnot_si128(unset, covered)))
			return true;
	}
	return false;
}

#endif
