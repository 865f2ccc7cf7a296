/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_load.h - the native half of a world's workload, whatever it consists of.
 */
#ifndef MODEL_WORLD_LOAD_H
#define MODEL_WORLD_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include <model/disk.h>
#include <model/world_spec.h>

struct world_load {
	bool block; /* it is I/O on a disk: load.rw, bs, segments and so on have to fit it */
	/* Prepares the plan; while the world is built. disk and serial only for block I/O. */
	void (*build)(const struct world_spec *spec, struct disk *disk, const char *serial);
	/* Sleeps until count operations were submitted, or all jobs are done: whatever comes first;
	 * count 0: until all jobs are done. Task context of the guest. */
	void (*wait_submitted)(uint64_t count);
	/* Who sleeps there looks again whether it may go on. */
	void (*wake)(void);
	/* From now on the device goes away: any operation may end with an error. */
	void (*expect_errors)(void);
	/* After the jobs are done: each operation ended once, and left what it should. */
	void (*check_final)(void);
};

extern const struct world_load block_load; /* load.c */
extern const struct world_load traffic_load; /* traffic.c */

#endif
