/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * idr.c - small unused integers, in an array that grows.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#define IDR_SLOTS_MIN 8u

void idr_init(struct idr *idr)
{
	spin_lock_init(&idr->lock);
	idr->slots = NULL;
	idr->size = 0;
	idr->used = 0;
}
EXPORT_SYMBOL(idr_init);

/* The lowest free id of [start, end), which may lie behind the array. With the lock held. */
static unsigned int lowest_free(struct idr *idr, unsigned int start, unsigned int end)
{
	unsigned int id = start;

	while (id < end && id < idr->size && idr->slots[id])
		id++;
	return id;
}

/* Makes room for id with the lock dropped meanwhile: 0 or -ENOMEM. */
static int grow(struct idr *idr, unsigned int id, gfp_t gfp, unsigned long *flags)
{
	unsigned int size = max(IDR_SLOTS_MIN, (unsigned int)roundup_pow_of_two(id + 1ul));
	void **slots;

	spin_unlock_irqrestore(&idr->lock, *flags);
	slots = kcalloc(size, sizeof(*slots), gfp);
	spin_lock_irqsave(&idr->lock, *flags);
	if (!slots)
		return -ENOMEM;
	if (size > idr->size) {
		if (idr->size)
			memcpy(slots, idr->slots, idr->size * sizeof(*slots));
		idr->size = size;
		swap(slots, idr->slots);
	}
	kfree(slots);
	return 0;
}

static int alloc_range(struct idr *idr, void *ptr, unsigned int start, unsigned int end, gfp_t gfp)
{
	unsigned long flags;
	unsigned int id;
	int ret;

	spin_lock_irqsave(&idr->lock, flags);
	for (;;) {
		id = lowest_free(idr, start, end);
		if (id >= end) {
			ret = -ENOSPC;
			break;
		}
		if (id < idr->size) {
			idr->slots[id] = ptr;
			WRITE_ONCE(idr->used, idr->used + 1);
			ret = (int)id;
			break;
		}
		ret = grow(idr, id, gfp, &flags);
		if (ret)
			break;
	}
	spin_unlock_irqrestore(&idr->lock, flags);
	return ret;
}

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	if (WARN_ON(start < 0 || !ptr))
		return -EINVAL;
	return alloc_range(idr, ptr, (unsigned int)start, end > 0 ? (unsigned int)end : INT_MAX,
			   gfp);
}
EXPORT_SYMBOL(idr_alloc);

void *idr_find(struct idr *idr, unsigned long id)
{
	unsigned long flags;
	void *ptr;

	spin_lock_irqsave(&idr->lock, flags);
	ptr = id < idr->size ? idr->slots[id] : NULL;
	spin_unlock_irqrestore(&idr->lock, flags);
	return ptr;
}
EXPORT_SYMBOL(idr_find);

void *idr_remove(struct idr *idr, unsigned long id)
{
	unsigned long flags;
	void *ptr = NULL;

	spin_lock_irqsave(&idr->lock, flags);
	if (id < idr->size && idr->slots[id]) {
		ptr = idr->slots[id];
		idr->slots[id] = NULL;
		WRITE_ONCE(idr->used, idr->used - 1);
		if (!idr->used) {
			kfree(idr->slots);
			idr->slots = NULL;
			idr->size = 0;
		}
	}
	spin_unlock_irqrestore(&idr->lock, flags);
	return ptr;
}
EXPORT_SYMBOL(idr_remove);

void *idr_get_next(struct idr *idr, int *id)
{
	unsigned long flags;
	void *ptr = NULL;

	spin_lock_irqsave(&idr->lock, flags);
	for (unsigned int i = (unsigned int)*id; i < idr->size; i++) {
		if (idr->slots[i]) {
			ptr = idr->slots[i];
			*id = (int)i;
			break;
		}
	}
	spin_unlock_irqrestore(&idr->lock, flags);
	return ptr;
}
EXPORT_SYMBOL(idr_get_next);

int idr_for_each(struct idr *idr, int (*fn)(int id, void *ptr, void *data), void *data)
{
	void *ptr;
	int id;

	idr_for_each_entry(idr, ptr, id)
	{
		int ret = fn(id, ptr, data);

		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL(idr_for_each);

void idr_destroy(struct idr *idr)
{
	unsigned long flags;

	spin_lock_irqsave(&idr->lock, flags);
	kfree(idr->slots);
	idr->slots = NULL;
	idr->size = 0;
	WRITE_ONCE(idr->used, 0);
	spin_unlock_irqrestore(&idr->lock, flags);
}
EXPORT_SYMBOL(idr_destroy);

void ida_init(struct ida *ida)
{
	idr_init(&ida->idr);
}
EXPORT_SYMBOL(ida_init);

void ida_destroy(struct ida *ida)
{
	idr_destroy(&ida->idr);
}
EXPORT_SYMBOL(ida_destroy);

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	return alloc_range(&ida->idr, ida, min, max >= INT_MAX ? INT_MAX : max + 1, gfp);
}
EXPORT_SYMBOL(ida_alloc_range);

void ida_free(struct ida *ida, unsigned int id)
{
	WARN(!idr_remove(&ida->idr, id), "ida_free called for id=%u which is not allocated", id);
}
EXPORT_SYMBOL(ida_free);
