/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_oracle.h - what the device side tells the submitter's oracle (see disk.h, disk_expect_*).
 *
 * The oracle judges by what the load has submitted and seen complete; from the device it takes
 * only the errors that were given, which somebody has to see, and what is being written, to catch
 * wrong data on its way in.
 */
#ifndef MODEL_DISK_ORACLE_H
#define MODEL_DISK_ORACLE_H

#include <model/disk.h>
#include <model/disk_media.h>

struct disk_oracle;

struct disk_oracle *disk_oracle_create(const char *name, bool volatile_cache);
/* A sector's payload reaches the device. Reports DATA_CORRUPTION when no I/O that is in flight
 * wrote this; silent while the load has submitted nothing at all. */
void disk_oracle_device_write(struct disk_oracle *oracle, uint64_t sector,
			      const uint8_t payload[DISK_SECTOR_BYTES]);
/* The device ends an I/O. A read or write names its sectors, and for a write each payload was
 * announced before with disk_oracle_device_write(). */
void disk_oracle_device_done(struct disk_oracle *oracle, enum disk_op op, uint64_t sector,
			     uint64_t sectors, int error);

#endif
