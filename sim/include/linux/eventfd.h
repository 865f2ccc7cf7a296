/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/eventfd.h - files that count events: a doorbell between two parties, in the kernel or not.
 */
#ifndef SIM_LINUX_EVENTFD_H
#define SIM_LINUX_EVENTFD_H

#include <linux/fs.h>
#include <linux/wait.h>

struct eventfd_ctx;

/* A new one, as eventfd(2): its descriptor, or -EMFILE, -ENOMEM. Task context. */
int eventfd_create(unsigned int count);
/* Its file, with a reference; -EBADF: not open, -EINVAL: no eventfd. */
struct file *eventfd_fget(int fd);
/* The same without the file. Any context for put but for the last. */
struct eventfd_ctx *eventfd_ctx_fdget(int fd);
struct eventfd_ctx *eventfd_ctx_fileget(struct file *file);
void eventfd_ctx_put(struct eventfd_ctx *ctx);
/* Adds n and wakes who waits; what does not fit is not counted. How much was. Any context. */
u64 eventfd_signal(struct eventfd_ctx *ctx, u64 n);
/* Takes the entry off the queue, and the count to 0: *count is what it was. -EAGAIN: it was 0. Any
 * context. */
int eventfd_ctx_remove_wait_queue(struct eventfd_ctx *ctx, struct wait_queue_entry *entry,
				  u64 *count);

#endif
