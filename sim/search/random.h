/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * random.h - the one generator of the simulator: xoshiro256++, seeded through splitmix64.
 *
 * Both are by Blackman and Vigna (public domain algorithms). Never the C library's: its sequence
 * is not the same everywhere.
 */
#ifndef SEARCH_RANDOM_H
#define SEARCH_RANDOM_H

#include <stdint.h>

struct random_state {
	uint64_t word[4];
};

/* Splitmix64: the next of a sequence that visits every 64-bit value; also a good mixer. */
static inline uint64_t random_mix(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* The generator number `number` of a campaign: neighbours have nothing in common. */
static inline void random_seed(struct random_state *state, uint64_t seed, uint64_t number)
{
	uint64_t mix = seed;

	mix = random_mix(&mix) ^ number;
	for (int i = 0; i < 4; i++)
		state->word[i] = random_mix(&mix);
}

static inline uint64_t random_rotl(uint64_t x, int bits)
{
	return (x << bits) | (x >> (64 - bits));
}

static inline uint64_t random_next(struct random_state *state)
{
	uint64_t *s = state->word;
	uint64_t result = random_rotl(s[0] + s[3], 23) + s[0];
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = random_rotl(s[3], 45);
	return result;
}

/* In [0, n) from the upper half of bits: multiply and shift, off by at most n / 2^32. */
static inline uint32_t random_below(uint64_t bits, uint32_t n)
{
	return (uint32_t)(((bits >> 32) * n) >> 32);
}

#endif
