/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * worker.h - a process that builds one world and runs schedules in it.
 *
 * A world is built once per process, and what crashes there must not end a campaign: so every case
 * runs in forked workers. A worker reports over a pipe in lines of JSON, one object each:
 *
 *   {"finding": {...}}         a finding file, complete (docs/findings.md)
 *   {"block": B, "schedules": N, "passed_by": N, "digest": ".."}   what was run of block B
 *   {"boot": "LOST_IRQ", "text": ".."}   the world broke a rule before the explored part
 *   {"refused": ".."}          the world cannot be built: bad input
 *   {"fault": ".."}            the simulator contradicts itself
 *   {"done": N}                N schedules were run; always the last line
 */
#ifndef TOOLS_WORKER_H
#define TOOLS_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

#define WORKERS_MAX 64

/*
 * Schedules are dealt out in blocks: worker w of n takes blocks w, w + n, ... A schedule's outcome
 * depends on the seed and its number alone, the lowest finding counts, and of the blocks only those
 * that begin before it: so the result does not depend on how many workers there are.
 */
#define BLOCK_SCHEDULES 256u

/* In memory shared between simctl and its workers. */
struct worker_board {
	_Atomic uint64_t stop_at; /* the lowest schedule that ended with a finding */
	atomic_bool stop; /* time is up */
	struct {
		_Atomic uint64_t done; /* schedules run */
		_Atomic uint64_t current; /* the one that runs now */
	} workers[WORKERS_MAX];
};

struct worker_task {
	const struct scenario_case *one;
	const char *module_dir;
	uint64_t seed;
	unsigned int index, count; /* worker index of count */
	struct worker_board *board;
	int fd; /* reports go there */
};

/* In the forked child: runs its blocks, reports, and ends the process. */
__attribute__((noreturn)) void worker_main(const struct worker_task *task);

/*
 * fork() with a pipe from child to parent: 0 in the child, which writes to *write_fd; the child's
 * pid in the parent, which reads *read_fd. A failure ends simctl with status 3.
 */
int worker_fork(int *read_fd, int *write_fd);

#endif
