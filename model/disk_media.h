/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_media.h - what each sector holds: on the medium, and in the volatile cache above it.
 *
 * A content is a version number, or a raw payload that is no pattern of its sector. Only sectors
 * that were written take memory. The cache keeps every content newer than the durable one, in the
 * order they were applied, since any of them may be what a power cut leaves.
 */
#ifndef MODEL_DISK_MEDIA_H
#define MODEL_DISK_MEDIA_H

#include <model/disk.h>
#include <model/sector_map.h>

typedef uint32_t disk_content;

#define DISK_CONTENT_RAW 0x80000000u /* the rest is an index into disk_media.raw */

struct media_sector {
	disk_content durable;
	uint32_t cached; /* newest content above it; index into disk_media.versions, 0 = none */
};

struct media_version {
	disk_content content;
	uint32_t older; /* the one below, 0 = the durable one is */
	uint64_t seq; /* when it was applied */
};

struct disk_media {
	struct sector_map map;
	struct media_sector *sectors; /* by map index */
	uint32_t sectors_capacity;
	struct media_version *versions;
	uint32_t versions_count; /* index 0 stays unused */
	uint32_t versions_capacity;
	uint8_t (*raw)[DISK_SECTOR_BYTES];
	uint32_t raw_count;
	uint32_t raw_capacity;
	uint64_t seq; /* contents applied so far */
};

/* Applies a sector's payload; durable = it is on the medium when this returns. */
void disk_media_write(struct disk_media *media, uint64_t sector,
		      const uint8_t from[DISK_SECTOR_BYTES], bool durable);
void disk_media_read(const struct disk_media *media, uint64_t sector,
		     uint8_t to[DISK_SECTOR_BYTES]);
/* What was applied up to seq becomes durable. */
void disk_media_flush(struct disk_media *media, uint64_t seq);
/* CHOICE_DEVICE decides for each dirty sector which content is durable; the cache is empty. */
void disk_media_power_cut(struct disk_media *media);
/* What a read of the sector with this map index would return. */
disk_content disk_media_newest(const struct disk_media *media, uint32_t index);

#endif
