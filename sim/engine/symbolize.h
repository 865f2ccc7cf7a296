/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * symbolize.h - from a code address in the region to "file.c:line function", with libdw.
 *
 * Slow; for findings and traces only. Answers are stable across machines with the same build.
 */
#ifndef ENGINE_SYMBOLIZE_H
#define ENGINE_SYMBOLIZE_H

#include <stddef.h>
#include <stdint.h>

/* "virtio_ring.c:123" (base name of the file), or "module+0x1a2" without debug information. On a
 * context's stack, which is too small for libdw: a mark that symbolize_deferred() replaces. */
const char *symbolize_site(uint32_t site, char *text, size_t text_bytes);
/* "virtqueue_kick" or "?"; always "?" on a context's stack. */
const char *symbolize_function(uint32_t site, char *text, size_t text_bytes);

/* Replaces the marks in text; from the scheduler's stack. */
void symbolize_deferred(char *text, size_t text_bytes);

#endif
