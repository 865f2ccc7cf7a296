/* SPDX-License-Identifier: GPL-2.0-only */
/* rculist.h - lists that readers walk under rcu_read_lock() while a locked writer changes them. */
#ifndef SIM_LINUX_RCULIST_H
#define SIM_LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

static inline void __list_add_rcu(struct list_head *entry, struct list_head *prev,
				  struct list_head *next)
{
	entry->next = next;
	entry->prev = prev;
	rcu_assign_pointer(prev->next, entry);
	next->prev = entry;
}

static inline void list_add_rcu(struct list_head *entry, struct list_head *head)
{
	__list_add_rcu(entry, head, head->next);
}

static inline void list_add_tail_rcu(struct list_head *entry, struct list_head *head)
{
	__list_add_rcu(entry, head->prev, head);
}

/* The entry's next stays for readers that are on it; free it after a grace period. */
static inline void list_del_rcu(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->prev = LIST_POISON2;
}

#define list_entry_rcu(ptr, type, member) container_of(READ_ONCE(ptr), type, member)
#define list_for_each_entry_rcu(pos, head, member)                                                 \
	for ((pos) = list_entry_rcu((head)->next, __typeof__(*(pos)), member);                     \
	     &(pos)->member != (head);                                                             \
	     (pos) = list_entry_rcu((pos)->member.next, __typeof__(*(pos)), member))

#endif
