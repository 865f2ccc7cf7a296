/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_guard.h - what a device may touch of its guest's memory: rings that are set up, and buffers
 * that are exposed right now.
 *
 * Anything else is PEER_ESCAPE; writing to a readable buffer is RING_PROTOCOL; touching a queue that
 * was reset, or a buffer that was in it, is ACCESS_AFTER_RESET. The guest may touch nothing of the
 * host's.
 */
#ifndef MODEL_VRING_GUARD_H
#define MODEL_VRING_GUARD_H

#include <stdbool.h>
#include <stdint.h>

/* Guards both machines' memory. While the world is built. */
void vring_guard_init(int guest, int host);
/* A device of this guest's, whose driver lies, may use all of this and nothing else. Once the guest
 * has allocated it. */
void vring_guard_give(const void *memory, uint64_t bytes);
/* A device hands memory to a drive; write = the drive will write there. Its own memory is fine. */
void vring_guard_check_dma(uintptr_t addr, uint64_t bytes, bool write);

#endif
