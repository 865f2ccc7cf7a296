/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace_text.h - trace records in words, for stories and for `simctl trace`.
 *
 * Needs the trace and the modules of the run that just ended in this process.
 */
#ifndef TOOLS_TRACE_TEXT_H
#define TOOLS_TRACE_TEXT_H

#include <stddef.h>

#include <engine/trace.h>

/* "waits: wait_for_completion"; without who and where. */
const char *trace_what(const struct trace_record *record, char *text, size_t text_bytes);
/* Who runs where: "vCPU1", "host", or "-" for the world outside. */
const char *trace_place(const struct trace_record *record, char *text, size_t text_bytes);
/* "virtio_ring.c:123 virtqueue_kick", or "" for a record without a site. */
const char *trace_site(const struct trace_record *record, char *text, size_t text_bytes);
/* The context's name where the trace tells it, else "ctx 7". */
const char *trace_ctx_name(unsigned int ctx, char *text, size_t text_bytes);

#endif
