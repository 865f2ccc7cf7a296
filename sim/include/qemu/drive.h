/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * drive.h - the host's drives: what open(2), BLKGETSIZE64 and the queue's write_cache are for a block
 * device.
 */
#ifndef QEMU_DRIVE_H
#define QEMU_DRIVE_H

#include <sim/syscall.h>

/* A descriptor, past the page cache; or a negative errno. */
static inline int drive_open(unsigned int drive)
{
	return sim_sys_open_drive(drive);
}

static inline int64_t drive_getlength(unsigned int drive)
{
	return (int64_t)sim_drive_bytes(drive);
}

static inline bool drive_has_write_cache(unsigned int drive)
{
	return sim_drive_volatile_cache(drive);
}

#endif
