/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * llist.h - lists to which anybody may add, and whose whole content one taker takes, without locks.
 *
 * Adding is fully ordered, taking too. Any context.
 */
#ifndef SIM_LINUX_LLIST_H
#define SIM_LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/kernel.h>

struct llist_node {
	struct llist_node *next;
};

struct llist_head {
	struct llist_node *first;
};

#define LLIST_HEAD_INIT(name)                                                                      \
	{                                                                                          \
		NULL                                                                               \
	}
#define LLIST_HEAD(name) struct llist_head name = LLIST_HEAD_INIT(name)

static inline void init_llist_head(struct llist_head *list)
{
	list->first = NULL;
}

static inline bool llist_empty(const struct llist_head *head)
{
	return READ_ONCE(head->first) == NULL;
}

/* True if the list was empty before. */
static inline bool llist_add_batch(struct llist_node *first, struct llist_node *last,
				   struct llist_head *head)
{
	struct llist_node *old = READ_ONCE(head->first);

	do {
		WRITE_ONCE(last->next, old);
	} while (!try_cmpxchg(&head->first, &old, first));
	return !old;
}

static inline bool llist_add(struct llist_node *node, struct llist_head *head)
{
	return llist_add_batch(node, node, head);
}

/* Newest first. */
static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	return xchg(&head->first, NULL);
}

static inline struct llist_node *llist_reverse_order(struct llist_node *node)
{
	struct llist_node *done = NULL;

	while (node) {
		struct llist_node *next = node->next;

		node->next = done;
		done = node;
		node = next;
	}
	return done;
}

static inline struct llist_node *llist_next(struct llist_node *node)
{
	return node->next;
}

#define llist_entry(ptr, type, member) container_of(ptr, type, member)
#define __llist_entry_or_null(ptr, type, member)                                                   \
	({                                                                                         \
		struct llist_node *__ll_ptr = (ptr);                                               \
		__ll_ptr ? llist_entry(__ll_ptr, type, member) : NULL;                             \
	})
#define llist_for_each_entry(pos, node, member)                                                    \
	for ((pos) = __llist_entry_or_null(node, __typeof__(*(pos)), member); (pos);               \
	     (pos) = __llist_entry_or_null((pos)->member.next, __typeof__(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member)                                            \
	for ((pos) = __llist_entry_or_null(node, __typeof__(*(pos)), member);                      \
	     (pos) &&                                                                              \
	     ((n) = __llist_entry_or_null((pos)->member.next, __typeof__(*(pos)), member), true);  \
	     (pos) = (n))

#endif
