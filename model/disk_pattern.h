/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_pattern.h - the 512 bytes that stand for a (sector, version) pair, both ways.
 */
#ifndef MODEL_DISK_PATTERN_H
#define MODEL_DISK_PATTERN_H

#include <model/disk.h>

/* True if the bytes are the pattern of any pair; which one. disk.h has the other two functions. */
bool disk_pattern_decode(const uint8_t from[DISK_SECTOR_BYTES], uint64_t *sector,
			 uint32_t *version);

#endif
