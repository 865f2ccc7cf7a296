/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * idr.h - small unused integers: ida hands them out, idr keeps a pointer with each.
 *
 * Always the lowest that is free. Locked inside: any context that gfp allows. An empty one holds no
 * memory.
 */
#ifndef SIM_LINUX_IDR_H
#define SIM_LINUX_IDR_H

#include <linux/gfp.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct idr {
	spinlock_t lock;
	void **slots; /* slots[i] belongs to id i; NULL = free */
	unsigned int size;
	unsigned int used;
};

struct ida {
	struct idr idr;
};

#define IDR_INIT(name)                                                                             \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED((name).lock)                                          \
	}
#define DEFINE_IDR(name) struct idr name = IDR_INIT(name)
#define DEFINE_IDA(name) struct ida name = { .idr = IDR_INIT((name).idr) }

void idr_init(struct idr *idr);
/* An id in [start, end), end <= 0 = no limit; -ENOMEM, -ENOSPC. ptr is not NULL. */
int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);
void *idr_find(struct idr *idr, unsigned long id);
void *idr_remove(struct idr *idr, unsigned long id);
/* Stops at the first answer that is not 0, which it returns. fn may not change the idr. */
int idr_for_each(struct idr *idr, int (*fn)(int id, void *ptr, void *data), void *data);
void *idr_get_next(struct idr *idr, int *id);
static inline bool idr_is_empty(struct idr *idr)
{
	return READ_ONCE(idr->used) == 0;
}
void idr_destroy(struct idr *idr);

#define idr_for_each_entry(idr, entry, id)                                                         \
	for ((id) = 0; ((entry) = idr_get_next(idr, &(id))) != NULL; (id)++)

void ida_init(struct ida *ida);
void ida_destroy(struct ida *ida);
/* An id in [min, max]: negative error otherwise. */
int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp);
/* WARN if id was not handed out. */
void ida_free(struct ida *ida, unsigned int id);

#define ida_alloc(ida, gfp) ida_alloc_range(ida, 0, ~0u, gfp)
#define ida_alloc_min(ida, min, gfp) ida_alloc_range(ida, min, ~0u, gfp)
#define ida_alloc_max(ida, max, gfp) ida_alloc_range(ida, 0, max, gfp)
#define ida_simple_get(ida, start, end, gfp) ida_alloc_range(ida, start, (end)-1, gfp)
#define ida_simple_remove(ida, id) ida_free(ida, id)

#endif
