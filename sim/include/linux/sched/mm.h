/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/sched/mm.h - address spaces: which memory a process may use.
 *
 * There is no page table: a user address is the memory's own address, and an address space is the
 * set of ranges that are mapped. What is outside faults, see <linux/uaccess.h>. Task context.
 */
#ifndef SIM_LINUX_SCHED_MM_H
#define SIM_LINUX_SCHED_MM_H

#include <linux/atomic.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct mm_ranges;

struct mm_struct {
	atomic_t mm_users; /* tasks, and get_task_mm(): the mappings live */
	atomic_t mm_count; /* the struct lives: one for all users together, and mmgrab() */
	struct mutex mmap_lock; /* changes of ranges */
	struct mm_ranges *ranges; /* read inside RCU */
};

/* An empty address space with one user; NULL without memory. */
struct mm_struct *mm_alloc(void);
/* The task's, with a reference that mmput() drops; NULL: it has none. */
struct mm_struct *get_task_mm(struct task_struct *task);
void mmput(struct mm_struct *mm);

static inline void mmget(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_users);
}

static inline void mmgrab(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_count);
}

void mmdrop(struct mm_struct *mm);

/* Maps [start, start + size). 0 or -ENOMEM. */
int mm_map(struct mm_struct *mm, const void *start, size_t size);
/* Maps it, or what is mapped already, so that an access never fails for a moment, as mlock()
 * does. */
int mm_lock(struct mm_struct *mm, const void *start, size_t size);
/* Unmaps the range that begins at start; when this returns nobody uses it any more as a user's.
 * -EINVAL: there is none. */
int mm_unmap(struct mm_struct *mm, const void *start);
/* How many of the size bytes from addr on are mapped without a gap. Any context. */
size_t mm_mapped(struct mm_struct *mm, const void *addr, size_t size);

bool mm_locked(struct mm_struct *mm, const void *addr);

/* The current kernel thread, or a task that has none, works in mm from here on. */
void kthread_use_mm(struct mm_struct *mm);
void kthread_unuse_mm(struct mm_struct *mm);

#endif
