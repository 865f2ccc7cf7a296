/* SPDX-License-Identifier: GPL-2.0-only */
/* notifier.h - chains of callbacks, called in order of priority, under the chain's mutex. */
#ifndef SIM_LINUX_NOTIFIER_H
#define SIM_LINUX_NOTIFIER_H

#include <linux/mutex.h>
#include <linux/types.h>

#define NOTIFY_DONE 0x0000
#define NOTIFY_OK 0x0001
#define NOTIFY_STOP_MASK 0x8000
#define NOTIFY_BAD (NOTIFY_STOP_MASK | 0x0002)
#define NOTIFY_STOP (NOTIFY_OK | NOTIFY_STOP_MASK)

struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long action, void *data);
	struct notifier_block *next;
	int priority; /* higher first */
};

struct blocking_notifier_head {
	struct mutex lock;
	struct notifier_block *head;
};

#define BLOCKING_NOTIFIER_INIT(name)                                                               \
	{                                                                                          \
		.lock = __MUTEX_INITIALIZER((name).lock), .head = NULL                             \
	}
#define BLOCKING_NOTIFIER_HEAD(name)                                                               \
	struct blocking_notifier_head name = BLOCKING_NOTIFIER_INIT(name)

/* Task context. unregister: -ENOENT if nb is not on the chain. */
int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *nb);
int blocking_notifier_chain_unregister(struct blocking_notifier_head *nh,
				       struct notifier_block *nb);
/* The last callback's answer; one with NOTIFY_STOP_MASK ends the walk. */
int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long action,
				 void *data);

#endif
