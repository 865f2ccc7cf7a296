/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu_rwsem.c - the kernel's own per-CPU reader-writer semaphores, and what tells their readers
 * that a writer is about.
 */
#include <linux/export.h>
#include <linux/rcu_sync.h>
#include <linux/sched.h>

#include "../kernel/rcu/sync.c"

#include "../kernel/locking/percpu-rwsem.c"
