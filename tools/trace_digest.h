/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace_digest.h - one number for the trace hashes of many schedules.
 *
 * A digest is the sum, modulo 2^64, of a term for each schedule. Sums can be taken in any order, so
 * workers digest what they run and the digest of a case does not depend on how many they are. A
 * term mixes the schedule's number with its hash: two schedules that swap their hashes show.
 */
#ifndef TOOLS_TRACE_DIGEST_H
#define TOOLS_TRACE_DIGEST_H

#include <stdint.h>

#define TRACE_DIGEST_EMPTY UINT64_C(0)

/* digest with the trace hash of one more schedule. */
uint64_t trace_digest_add(uint64_t digest, uint64_t schedule, uint64_t trace_hash);

/* The digest of two disjoint sets of schedules together. */
uint64_t trace_digest_join(uint64_t one, uint64_t other);

#endif
