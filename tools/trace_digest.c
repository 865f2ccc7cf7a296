/* SPDX-License-Identifier: GPL-2.0-only */
#include "trace_digest.h"

/* A bijection in which every bit of the input moves about half of the output's (the finalizer of
 * SplitMix64: xor-shifts between odd multipliers). */
static uint64_t mix(uint64_t value)
{
	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

uint64_t trace_digest_add(uint64_t digest, uint64_t schedule, uint64_t trace_hash)
{
	/* + 1: schedule 0 with hash 0 is not nothing. */
	return trace_digest_join(digest, mix(mix(schedule + 1) ^ trace_hash));
}

uint64_t trace_digest_join(uint64_t one, uint64_t other)
{
	return one + other;
}
