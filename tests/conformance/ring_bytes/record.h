/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record.h - what is seen after each operation, and how two records are compared.
 *
 * A record goes through a pipe: the head, ring_bytes bytes of the ring, then the tables. Addresses
 * of indirect tables come from each world's allocator, so they are zero in the record, and the
 * tables that the device could still read come with it instead.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/virtio_ring.h>

#include "ring_script.h"
#include "sequence.h"

#define RING_BYTES_MAX 8192

struct record_table {
	uint32_t head; /* the descriptor that points to it */
	uint32_t count;
	struct vring_desc desc[RING_SEGMENTS_MAX];
};

struct record {
	uint32_t sequence, step; /* step 0: the queue was made, nothing done yet */
	struct ring_result result;
	uint32_t ring_bytes, tables;
	uint8_t ring[RING_BYTES_MAX];
	struct record_table table[RING_NUM_MAX];
};

void record_write(FILE *to, const struct record *record);
/* False at the end of the stream. */
bool record_read(FILE *from, struct record *record);

/* One line about the first difference, for instance "desc[3].next 4, not 0". False if there is
 * none. */
bool record_differs(const struct sequence *sequence, const struct record *a, const struct record *b,
		    char *text, size_t text_bytes);

#endif
