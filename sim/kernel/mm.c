/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm.c - address spaces as sets of mapped ranges.
 *
 * The ranges are looked at as a CPU looks at its page tables: no load of the code that accesses the
 * memory, so they are no scheduling point and no race. Whoever unmaps waits for all such looks, as
 * a TLB shootdown does.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct mm_range {
	uintptr_t start, end;
	bool locked;
};

/* Never changed once it is published. */
struct mm_ranges {
	unsigned int count;
	struct mm_range range[];
};

static struct mm_ranges *ranges_alloc(unsigned int count)
{
	struct mm_ranges *ranges =
		kmalloc(sizeof(*ranges) + count * sizeof(ranges->range[0]), GFP_KERNEL);

	if (ranges)
		ranges->count = count;
	return ranges;
}

/* Nobody sees the old ones any more when this returns. With mmap_lock. */
static void ranges_replace(struct mm_struct *mm, struct mm_ranges *ranges)
{
	struct mm_ranges *old = mm->ranges;

	rcu_assign_pointer(mm->ranges, ranges);
	synchronize_rcu();
	kfree(old);
}

struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm = kzalloc(sizeof(*mm), GFP_KERNEL);

	if (!mm)
		return NULL;
	mm->ranges = ranges_alloc(0);
	if (!mm->ranges) {
		kfree(mm);
		return NULL;
	}
	atomic_set(&mm->mm_users, 1);
	atomic_set(&mm->mm_count, 1);
	mutex_init(&mm->mmap_lock);
	return mm;
}
EXPORT_SYMBOL(mm_alloc);

struct mm_struct *get_task_mm(struct task_struct *task)
{
	struct mm_struct *mm = task->mm;

	if (mm)
		mmget(mm);
	return mm;
}
EXPORT_SYMBOL(get_task_mm);

void mmdrop(struct mm_struct *mm)
{
	if (!atomic_dec_and_test(&mm->mm_count))
		return;
	kfree(mm->ranges);
	kfree(mm);
}
EXPORT_SYMBOL(mmdrop);

void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (!atomic_dec_and_test(&mm->mm_users))
		return;
	mmdrop(mm);
}
EXPORT_SYMBOL(mmput);

static int range_add(struct mm_struct *mm, const void *start, size_t size, bool locked)
{
	struct mm_ranges *ranges;
	unsigned int i;

	mutex_lock(&mm->mmap_lock);
	ranges = ranges_alloc(mm->ranges->count + 1);
	if (ranges) {
		for (i = 0; i < mm->ranges->count; i++)
			ranges->range[i] = mm->ranges->range[i];
		ranges->range[i].start = (uintptr_t)start;
		ranges->range[i].end = (uintptr_t)start + size;
		ranges->range[i].locked = locked;
		ranges_replace(mm, ranges);
	}
	mutex_unlock(&mm->mmap_lock);
	return ranges ? 0 : -ENOMEM;
}

int mm_map(struct mm_struct *mm, const void *start, size_t size)
{
	return range_add(mm, start, size, false);
}
EXPORT_SYMBOL(mm_map);

int mm_lock(struct mm_struct *mm, const void *start, size_t size)
{
	return range_add(mm, start, size, true);
}
EXPORT_SYMBOL(mm_lock);

int mm_unmap(struct mm_struct *mm, const void *start)
{
	const struct mm_ranges *old;
	struct mm_ranges *ranges;
	unsigned int i, gone, kept = 0;
	int err = -EINVAL;

	mutex_lock(&mm->mmap_lock);
	old = mm->ranges;
	for (gone = 0; gone < old->count; gone++)
		if (old->range[gone].start == (uintptr_t)start)
			break;
	if (gone == old->count)
		goto unlock;
	err = -ENOMEM;
	ranges = ranges_alloc(old->count - 1);
	if (!ranges)
		goto unlock;
	for (i = 0; i < old->count; i++)
		if (i != gone)
			ranges->range[kept++] = old->range[i];
	ranges_replace(mm, ranges);
	err = 0;
unlock:
	mutex_unlock(&mm->mmap_lock);
	return err;
}
EXPORT_SYMBOL(mm_unmap);

/* The end of what is mapped from addr on without a gap; addr itself if it is not mapped. */
static uintptr_t mapped_end(const struct mm_ranges *ranges, uintptr_t addr, uintptr_t end)
{
	unsigned int i = 0;

	while (i < ranges->count && addr < end) {
		if (addr >= ranges->range[i].start && addr < ranges->range[i].end) {
			addr = ranges->range[i].end;
			i = 0;
		} else {
			i++;
		}
	}
	return min(addr, end);
}

size_t mm_mapped(struct mm_struct *mm, const void *addr, size_t size)
{
	uintptr_t end = (uintptr_t)addr + size, mapped;

	if (end < (uintptr_t)addr)
		return 0;
	rcu_read_lock();
	sim_race_ignore_begin();
	mapped = mapped_end(READ_ONCE(mm->ranges), (uintptr_t)addr, end);
	sim_race_ignore_end();
	rcu_read_unlock();
	return mapped - (uintptr_t)addr;
}
EXPORT_SYMBOL(mm_mapped);

bool mm_locked(struct mm_struct *mm, const void *addr)
{
	const struct mm_ranges *ranges;
	bool locked = false;
	unsigned int i;

	rcu_read_lock();
	sim_race_ignore_begin();
	ranges = READ_ONCE(mm->ranges);
	for (i = 0; i < ranges->count; i++)
		locked |= ranges->range[i].locked && (uintptr_t)addr >= ranges->range[i].start &&
			  (uintptr_t)addr < ranges->range[i].end;
	sim_race_ignore_end();
	rcu_read_unlock();
	return locked;
}
EXPORT_SYMBOL(mm_locked);

void kthread_use_mm(struct mm_struct *mm)
{
	WARN_ON(current->mm);
	mmgrab(mm);
	current->mm = mm;
}
EXPORT_SYMBOL(kthread_use_mm);

void kthread_unuse_mm(struct mm_struct *mm)
{
	WARN_ON(current->mm != mm);
	current->mm = NULL;
	mmdrop(mm);
}
EXPORT_SYMBOL(kthread_unuse_mm);
