/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * completion.h - "it is done", kept as a count until somebody waits for it.
 *
 * complete() may run before wait_for_completion(). A completion on a stack stays valid: the waiter
 * leaves only after complete() has let go of the lock.
 */
#ifndef SIM_LINUX_COMPLETION_H
#define SIM_LINUX_COMPLETION_H

#include <linux/wait.h>

struct completion {
	unsigned int done;
	struct wait_queue_head wait;
};

#define COMPLETION_INITIALIZER(work)                                                               \
	{                                                                                          \
		0, __WAIT_QUEUE_HEAD_INITIALIZER((work).wait)                                      \
	}
#define DECLARE_COMPLETION(work) struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work)                                                           \
	struct completion work;                                                                    \
	init_completion(&work)

#define init_completion(x)                                                                         \
	do {                                                                                       \
		(x)->done = 0;                                                                     \
		init_waitqueue_head(&(x)->wait);                                                   \
	} while (0)

static inline void reinit_completion(struct completion *x)
{
	x->done = 0;
}

#define INIT_COMPLETION(x) reinit_completion(&(x))

/* Task context. The timeouts are in jiffies; 0 = ran out, else what was left. */
void wait_for_completion(struct completion *x);
void wait_for_completion_io(struct completion *x);
int wait_for_completion_interruptible(struct completion *x);
int wait_for_completion_killable(struct completion *x);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout);
/* Any context: takes one completion if there is one. */
bool try_wait_for_completion(struct completion *x);
bool completion_done(struct completion *x);

/* Any context. complete() lets one waiter go, complete_all() every present and later one. */
void complete(struct completion *x);
void complete_all(struct completion *x);

#endif
