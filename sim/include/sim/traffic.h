/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * traffic.h - what workloads that are no block I/O ask of their native half (model/traffic.c).
 *
 * An item is one operation of a job: a message that is sent and echoed, a read of random bytes, a
 * request to a file server. The native half decides what comes next, makes and checks contents, and
 * keeps the accounts. Like load.h: no barrier, no scheduling point, so that no bug is hidden.
 */
#ifndef SIM_TRAFFIC_H
#define SIM_TRAFFIC_H

#include <stdbool.h>
#include <stdint.h>

/* By load.rw: writes send, reads receive, a mixture takes turns. */
enum sim_traffic_op { SIM_TRAFFIC_SEND, SIM_TRAFFIC_RECEIVE };

struct sim_traffic_plan {
	uint32_t jobs;
	uint32_t iodepth; /* items of a job that may be open at a time */
	uint32_t bytes; /* of an item */
};

struct sim_traffic_item {
	uint32_t id; /* names the item, in every part of the world */
	uint32_t op; /* enum sim_traffic_op */
	uint32_t job;
	uint32_t index; /* n-th item of its job */
};

/* What to do; the same all through a run. */
void sim_traffic_plan(struct sim_traffic_plan *plan);
/* The job's next item, which counts as submitted from here on. False: the job has no more. */
bool sim_traffic_next(uint32_t job, struct sim_traffic_item *item);
/* Writes the item's contents from byte offset on to data. */
void sim_traffic_fill(uint32_t id, uint32_t offset, void *data, uint32_t bytes);
/* The item came to the other side of the device, with this content. Reports DATA_CORRUPTION, and
 * DOUBLE_COMPLETION for what came before. Any context, any machine. */
void sim_traffic_arrived(uint32_t id, uint32_t offset, const void *data, uint32_t bytes);
/* What the item brought back; first is the first 8 bytes (or fewer, as a number) as the task itself
 * saw them. Reports DATA_CORRUPTION. Task context. */
void sim_traffic_check(uint32_t id, uint32_t offset, const void *data, uint32_t bytes,
		       uint64_t first);
/* The item is over; an error is a negative errno. Reports an end that must not be. */
void sim_traffic_ended(uint32_t id, int error);
/* The job has nothing open and will submit nothing. */
void sim_traffic_job_done(uint32_t job);

#endif
