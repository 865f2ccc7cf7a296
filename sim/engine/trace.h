/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace.h - what happened in a run: always hashed, written down only when asked.
 *
 * Every scheduling decision, event and log line goes into a 64-bit hash, so that two runs can be
 * compared for a few nanoseconds a step. With recording on (replay, trace, the second run of a
 * finding) the same calls also keep records, which the story is told from.
 */
#ifndef ENGINE_TRACE_H
#define ENGINE_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include <sim/port.h>

enum trace_type {
	TRACE_SWITCH, /* ctx starts to run on cpu */
	TRACE_IRQ_ENTER,
	TRACE_IRQ_EXIT,
	TRACE_BLOCK, /* a = wait kind, text = what */
	TRACE_WAKE, /* a = woken ctx */
	TRACE_LOCK, /* a = lock id */
	TRACE_UNLOCK,
	TRACE_READ, /* a = address, b = value: shared accesses only */
	TRACE_WRITE,
	TRACE_STALE, /* a load that did not return the newest: a = address, b = value */
	TRACE_DELAY, /* a store placed before a newer one: a = address, b = value */
	TRACE_BARRIER, /* a = enum sim_barrier */
	TRACE_ACTION, /* text = name */
	TRACE_EVENT, /* a = enum sim_event, b = its a */
	TRACE_FAULT, /* text = fault name */
	TRACE_LOG, /* text */
	TRACE_MMIO, /* a = offset, b = value */
};

struct trace_record {
	uint32_t step; /* scheduling points so far */
	uint16_t ctx;
	int8_t machine;
	int8_t cpu; /* -1: the world outside */
	uint8_t type;
	uint32_t site;
	uint64_t a, b;
	const char *text; /* owned by the trace, or NULL */
	sim_ns now_ns;
};

void trace_begin(bool record); /* a new run */
uint64_t trace_hash(void);
uint32_t trace_count(void);
const struct trace_record *trace_at(uint32_t index);

#endif
