/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_private.h - struct disk, for disk.c and disk_expect.c only.
 */
#ifndef MODEL_DISK_PRIVATE_H
#define MODEL_DISK_PRIVATE_H

#include <stddef.h>

#include <model/disk.h>
#include <model/disk_media.h>
#include <model/disk_oracle.h>

struct disk {
	struct disk_spec spec;
	uint64_t sectors;
	struct disk_media media;
	struct disk_oracle *oracle;
	struct action completion; /* of the I/O that is due next */
	struct disk_io *head; /* in order of submission, which is that of due_ns */
	struct disk_io **tail;
	unsigned int in_flight;
};

#endif
