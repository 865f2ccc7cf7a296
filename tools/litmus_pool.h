/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_pool.h - one forked process for each of a number of jobs, their output in order.
 *
 * A world is built once per process, so each litmus test gets one.
 */
#ifndef TOOLS_LITMUS_POOL_H
#define TOOLS_LITMUS_POOL_H

#include <stdio.h>

/* In the job's process: writes to out, returns the process's exit status. */
typedef int (*litmus_job)(unsigned int index, FILE *out, void *opaque);
/* In the caller's: text is all that the job wrote; status its exit status, or 128 and the number
 * of the signal that ended it. Called in order of index. */
typedef void (*litmus_job_done)(unsigned int index, int status, const char *text, void *opaque);

/* At most `parallel` processes at a time; returns when all have ended. */
void litmus_pool_run(unsigned int count, unsigned int parallel, litmus_job job,
		     litmus_job_done done, void *opaque);
/* One job by itself; out goes to the job. */
int litmus_pool_one(unsigned int index, litmus_job job, FILE *out, void *opaque);

#endif
