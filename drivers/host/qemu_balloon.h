/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_balloon.h - a memory balloon device inside a device process.
 */
#ifndef QEMU_BALLOON_H
#define QEMU_BALLOON_H

#include "qemu_virtqueue_served.h"

enum { BALLOON_INFLATE, BALLOON_DEFLATE, BALLOON_STATS };

/* A page that the guest has given. */
typedef struct BalloonPage {
	uint32_t pfn;
	struct BalloonPage *next;
} BalloonPage;

typedef struct VirtIOBalloon {
	VirtIOServed served;
	uint32_t num_pages; /* what the guest is to give; atomic */
	uint32_t actual; /* what it says that it has given; atomic */
	BalloonPage *pages;
	VirtQueueElement *stats_vq_elem; /* statistics were read, new ones are not asked for yet */
	uint64_t stats_rounds; /* of the guest */
} VirtIOBalloon;

/* What an administrator asks of the device, if there is one. Under the big lock. */
void qmp_balloon(uint32_t pages); /* the guest is to give that many in all */
void qmp_balloon_stats(void); /* new statistics, if the last ones were read */

#endif
