/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bare.h - a driver of 300 lines for a virtio-blk device behind MMIO: one request per caller, split
 * or packed rings, and a list of mistakes it can be told to make. Shared by the module and the tests
 * that drive it.
 */
#ifndef TESTS_MODEL_BARE_H
#define TESTS_MODEL_BARE_H

#include <stdint.h>

enum bare_bug {
	BARE_CORRECT,
	BARE_NO_KICK, /* stops notifying after two requests */
	BARE_NO_MB, /* looks at the suppression field without a barrier */
	BARE_NO_WMB, /* exposes the index, or the flags, without a barrier */
	BARE_NO_RMB, /* reads the used entry without a barrier */
	BARE_NO_RECHECK, /* re-enables interrupts and does not look again */
	BARE_BAD_HEAD, /* exposes a head that the ring does not have */
	BARE_LOOP, /* a chain that bites its tail */
	BARE_INDEX_JUMP, /* moves the available index too far */
	BARE_OWNED_DESC, /* rewrites a descriptor in flight */
	BARE_ORDER, /* a readable buffer behind a writable one */
	BARE_EARLY_KICK, /* notifies before DRIVER_OK */
	BARE_LATE_KICK, /* notifies after a reset */
	BARE_FREE_EARLY, /* frees the status byte while the device has it */
	BARE_NO_STATUS, /* does not look at the status byte */
	BARE_SWAP, /* swaps the sectors of a request */
	/* packed rings only */
	BARE_SAME_ID, /* gives two requests in flight one id */
	BARE_HEAD_FIRST, /* makes the first descriptor of a chain available before the others */
	BARE_NO_END, /* the last descriptor of a chain says that it goes on */
	BARE_UNREAD, /* overwrites a used descriptor before it reads it */
	BARE_SAME_LAP, /* forgets to change its wrap counter */
	BARE_EVENT_FLAGS, /* sets event flags that there are not */
	BARE_EVENT_PLACE, /* asks for an event at a descriptor that the ring does not have */
	BARE_EVENT_DEVICE, /* writes to the device's event suppression */
	BARE_OTHER_LAP, /* asks for an event with the wrong wrap counter */
};

/* What a device of its own (module_rogue.c) does wrong. */
enum rogue_mistake {
	ROGUE_NOT, /* the real device model instead */
	ROGUE_ESCAPE, /* writes next to a buffer */
	ROGUE_DMA, /* has a drive read guest memory that was not given */
	ROGUE_READ_ONLY, /* writes to the request's header */
	ROGUE_BAD_ID, /* returns a chain that is not in flight */
	ROGUE_TWICE, /* returns a chain again */
	ROGUE_LENGTH, /* says it wrote more than there is room for */
	ROGUE_DESC, /* writes a descriptor that is not its own */
	ROGUE_AFTER_RESET, /* reads the ring after a reset */
	ROGUE_LATE_STATUS, /* writes the status byte after it gave the chain back */
	/* packed rings only */
	ROGUE_CORRECT,
	ROGUE_BATCH, /* correct: returns two at once, the flags of the first one last */
	ROGUE_UNREAD, /* overwrites a chain that it has not read */
	ROGUE_FLAGS_FIRST, /* writes the used descriptor behind its flags */
	ROGUE_NO_WMB, /* the same, for want of a barrier */
	ROGUE_NO_RMB, /* reads a descriptor before its flags, for want of a barrier */
	ROGUE_EVENT_FLAGS, /* sets event flags that there are not */
	ROGUE_EVENT_DRIVER, /* writes to the driver's event suppression */
};

#define BARE_RING 8
#define BARE_SECTORS 2 /* of every read and write */
#define BARE_QUEUES_MAX 2

struct bare_setup {
	void *window;
	unsigned int irq;
	unsigned int queues;
	int bug; /* enum bare_bug */
	int poll; /* callers look at the ring instead of sleeping */
};

#endif
