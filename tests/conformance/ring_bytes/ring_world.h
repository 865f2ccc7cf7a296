/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ring_world.h - a world with one virtqueue implementation in it, in a process of its own.
 *
 * Ring and data lie in the first object of the guest's arena, so at the same addresses in every
 * world.
 */
#ifndef RING_WORLD_H
#define RING_WORLD_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#define RING_WORLD_MODULES_MAX 4

struct ring_world {
	const char *name;
	const char *modules[RING_WORLD_MODULES_MAX]; /* paths; the last one is the script */
	bool poll_when_broken; /* where a sequence has enable_cb_delayed on a broken queue */
};

struct ring_process {
	pid_t pid;
	FILE *records; /* a record for each step of each sequence */
};

/* Starts a process that runs all sequences; it prints what goes wrong to standard error. */
struct ring_process ring_world_start(const struct ring_world *world);
/* Waits for its end: true if it came to the end of the last sequence. */
bool ring_world_finish(struct ring_process *process);
/* Ends it, wherever it is. */
void ring_world_stop(struct ring_process *process);

#endif
