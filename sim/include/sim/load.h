/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - what the workload in the guest (model/load/) asks of its native half (model/load.c).
 *
 * The guest's half is ordinary kernel code: tasks that submit bios. The native half decides what
 * the next I/O is, makes and checks the data, and keeps the accounts. These calls are no
 * synchronisation: no barrier, no scheduling point, so that they hide no bug of a driver.
 */
#ifndef SIM_LOAD_H
#define SIM_LOAD_H

#include <stdbool.h>
#include <stdint.h>

enum sim_load_op { SIM_LOAD_READ, SIM_LOAD_WRITE, SIM_LOAD_FLUSH };

struct sim_load_plan {
	uint32_t jobs;
	uint32_t iodepth; /* reads, writes and flushes in flight for each job */
	uint32_t bytes; /* of a read or write */
	uint32_t segments; /* parts of whole sectors that a bio is made of, a page each at most */
	uint32_t serial_reads; /* times that a task of its own reads the serial number */
	uint32_t plug; /* submit under a plug */
	uint32_t nr_requests; /* the queue's limit */
	char elevator[16]; /* "noop", "deadline" */
};

struct sim_load_io {
	uint32_t id; /* names the I/O until sim_load_release() */
	uint32_t op; /* enum sim_load_op */
	uint64_t sector;
	uint32_t fua; /* the write must be durable when it ends */
	uint32_t index; /* n-th I/O of its job */
};

/* What to do; the same all through a run. */
void sim_load_plan(struct sim_load_plan *plan);
/* The job's next I/O, which counts as submitted from here on. False: the job has no more. */
bool sim_load_next(uint32_t job, struct sim_load_io *io);
/* Writes the I/O's data from byte offset on to data. */
void sim_load_fill(uint32_t id, uint32_t offset, void *data, uint32_t bytes);
/* The bio ended; from its bi_end_io, in any context. Reports an end that must not be. */
void sim_load_ended(uint32_t id, int error);
/* What a successful read brought to data from byte offset on; first is the first 8 bytes as the
 * task itself saw them. Reports DATA_CORRUPTION. Task context. */
void sim_load_check(uint32_t id, uint32_t offset, const void *data, uint32_t bytes, uint64_t first);
/* The I/O's memory is free again. Task context. */
void sim_load_release(uint32_t id);
/* The job has nothing in flight and will submit nothing. */
void sim_load_job_done(uint32_t job);
/* What reading the serial number gave: a length or a negative error. */
void sim_load_serial(int result, const char *text);

#endif
