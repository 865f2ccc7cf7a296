/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - the workload's native half: which I/O comes next, what it carries, how it ended.
 *
 * Jobs own disjoint ranges of the disk, and a job never has two I/Os in flight on one block, so
 * every read has one right answer. What is submitted depends on (job, index) and on what is in
 * flight alone: choices are left for concurrency. The guest's half is model/load/, the calls
 * between the two are sim/include/sim/load.h. State lives in state memory.
 */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include <model/disk.h>
#include <model/world_load.h>
#include <model/world_spec.h>

#define LOAD_JOBS_MAX 64
#define LOAD_SEGMENTS_MAX 256

bool load_rw_reads(enum load_rw rw);
bool load_rw_writes(enum load_rw rw);
/* Blocks of bs_bytes a job's range must have at least. */
uint64_t load_blocks_min(const struct load_spec *load);

/* Prepares the plan for a disk whose serial number is serial; while the world is built. */
void load_build(const struct world_spec *spec, struct disk *disk, const char *serial);

/*
 * Sleeps until count reads and writes were submitted, or all jobs are done: whatever comes first;
 * count 0: until all jobs are done. Task context of the guest.
 */
void load_wait_submitted(uint64_t count);
/* From now on the device goes away: any I/O may end with an error. */
void load_expect_errors(void);
/* After the jobs are done: each I/O ended once, and the disk holds what it should. */
void load_check_final(void);

/* What one run did so far. Latencies from submission to bi_end_io, in virtual time. */
struct load_counts {
	uint64_t submitted; /* reads and writes */
	uint64_t completed;
	uint64_t flushes;
	uint64_t errors;
	uint64_t bytes;
	sim_ns latency_ns_sum;
	sim_ns latency_ns_min;
	sim_ns latency_ns_max;
};
struct load_counts load_counts(void);

#endif
