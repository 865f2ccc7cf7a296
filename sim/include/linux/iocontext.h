/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iocontext.h - what the block layer remembers about a task: whether it submits in batches.
 */
#ifndef _LINUX_IOCONTEXT_H
#define _LINUX_IOCONTEXT_H

struct task_struct;

/* The task's own; made when it first waits for a request or takes the last one. */
struct io_context {
	unsigned int nr_batch_requests; /* that it may still allocate beyond the limit */
	unsigned long last_waited; /* jiffies */
};

/* The task ends. Called by the task itself, on its way out. */
void exit_io_context(struct task_struct *task);

#endif
