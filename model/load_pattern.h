/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_pattern.h - where a job's n-th I/O goes and whether it writes, in fio's words (rw=).
 *
 * A pure function of (job, index).
 */
#ifndef MODEL_LOAD_PATTERN_H
#define MODEL_LOAD_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include <model/world_spec.h>

struct load_pattern {
	enum load_rw rw;
	uint64_t block_sectors;
	uint64_t blocks; /* of each job */
};

/* Gives each job a range of its own. Few blocks, so that reads meet what was written and
 * neighbours can be merged. */
void load_pattern_init(struct load_pattern *pattern, const struct load_spec *load,
		       uint64_t disk_sectors);
/* 0 .. blocks - 1 */
uint64_t load_pattern_block(const struct load_pattern *pattern, uint32_t job, uint32_t index);
bool load_pattern_writes(const struct load_pattern *pattern, uint32_t job, uint32_t index);
/* First sector of a job's block. */
uint64_t load_pattern_sector(const struct load_pattern *pattern, uint32_t job, uint64_t block);

#endif
