/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace_hash.h - the cheap half of the trace: every step goes into one running hash.
 */
#ifndef ENGINE_TRACE_HASH_H
#define ENGINE_TRACE_HASH_H

#include <stdint.h>

#include <engine/trace.h>

extern uint64_t trace_hash_value;
extern bool trace_recording;

static inline void trace_hash_add(uint64_t value)
{
	trace_hash_value = (trace_hash_value ^ value) * 0x9e3779b97f4a7c15ull;
	trace_hash_value ^= trace_hash_value >> 29;
}

/* Keeps a record of what ctx (NULL: the world outside) did at site; text is copied. */
void trace_record_add(enum trace_type type, const struct sim_ctx *ctx, uint32_t site, uint64_t a,
		      uint64_t b, const char *text);

/* A step of ctx: hashed always, recorded when asked. */
static inline void trace_note_at(enum trace_type type, const struct sim_ctx *ctx, uint32_t site,
				 uint64_t a, uint64_t b, const char *text)
{
	trace_hash_add(((uint64_t)type << 56) ^ a ^ (b << 20));
	if (__builtin_expect(trace_recording, 0))
		trace_record_add(type, ctx, site, a, b, text);
}

static inline void trace_note(enum trace_type type, const struct sim_ctx *ctx, uint64_t a,
			      uint64_t b, const char *text)
{
	trace_note_at(type, ctx, 0, a, b, text);
}

#endif
