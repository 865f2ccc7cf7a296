/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * oom.h - the last resort when memory has run out: those who can give some back are asked.
 */
#ifndef SIM_LINUX_OOM_H
#define SIM_LINUX_OOM_H

#include <linux/notifier.h>
#include <linux/types.h>

/* Task context. The callback adds what it freed, in pages, to *(unsigned long *)data. Always 0, and
 * -ENOENT from unregister for one that is not registered. */
int register_oom_notifier(struct notifier_block *nb);
int unregister_oom_notifier(struct notifier_block *nb);

/* A page fault found no memory: when it returns the fault may be tried again. Task context. */
void pagefault_out_of_memory(void);

#endif
