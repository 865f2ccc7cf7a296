/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/poll.h - waiting for a file to become ready.
 *
 * A file's poll() says what it is ready for, after it has offered the wait queue that is woken
 * when that changes. Task context.
 */
#ifndef SIM_LINUX_POLL_H
#define SIM_LINUX_POLL_H

#include <linux/eventpoll.h>
#include <linux/fs.h>
#include <linux/types.h>
#include <linux/wait.h>

#define DEFAULT_POLLMASK (EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM)

struct poll_table_struct;
typedef void (*poll_queue_proc)(struct file *file, struct wait_queue_head *wqh,
				struct poll_table_struct *table);

typedef struct poll_table_struct {
	poll_queue_proc _qproc; /* NULL: nobody wants to wait */
	__poll_t _key;
} poll_table;

static inline void init_poll_funcptr(poll_table *table, poll_queue_proc qproc)
{
	table->_qproc = qproc;
	table->_key = ~(__poll_t)0;
}

/* Offers wqh. A full barrier behind: what the file looks at next is not older. */
static inline void poll_wait(struct file *file, struct wait_queue_head *wqh, poll_table *table)
{
	if (!table || !table->_qproc)
		return;
	table->_qproc(file, wqh, table);
	smp_mb();
}

static inline __poll_t vfs_poll(struct file *file, struct poll_table_struct *table)
{
	if (!file->f_op->poll)
		return DEFAULT_POLLMASK;
	return file->f_op->poll(file, table);
}

#endif
