/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * eventfd.c - a count behind a descriptor, and a wait queue for it.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/eventfd.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/kref.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/poll.h>
#include <linux/slab.h>

struct eventfd_ctx {
	struct kref kref;
	struct wait_queue_head wqh;
	u64 count; /* under wqh.lock */
};

static void eventfd_free(struct kref *kref)
{
	kfree(container_of(kref, struct eventfd_ctx, kref));
}

void eventfd_ctx_put(struct eventfd_ctx *ctx)
{
	kref_put(&ctx->kref, eventfd_free);
}
EXPORT_SYMBOL(eventfd_ctx_put);

static int eventfd_release(struct inode *inode, struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	wake_up_poll(&ctx->wqh, EPOLLHUP);
	eventfd_ctx_put(ctx);
	return 0;
}

static __poll_t eventfd_poll(struct file *file, struct poll_table_struct *wait)
{
	struct eventfd_ctx *ctx = file->private_data;
	u64 count;

	poll_wait(file, &ctx->wqh, wait);
	count = READ_ONCE(ctx->count);
	if (count == U64_MAX)
		return EPOLLERR;
	return (count ? EPOLLIN : 0) | (count < U64_MAX - 1 ? EPOLLOUT : 0);
}

static const struct file_operations eventfd_fops = {
	.release = eventfd_release,
	.poll = eventfd_poll,
};

int eventfd_create(unsigned int count)
{
	struct eventfd_ctx *ctx;
	struct file *file;
	int fd = get_unused_fd_flags(0);

	if (fd < 0)
		return fd;
	ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	file = ctx ? alloc_file(&eventfd_fops, ctx, 0) : ERR_PTR(-ENOMEM);
	if (IS_ERR(file)) {
		kfree(ctx);
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	kref_init(&ctx->kref);
	init_waitqueue_head(&ctx->wqh);
	ctx->count = count;
	fd_install(fd, file);
	return fd;
}
EXPORT_SYMBOL(eventfd_create);

struct file *eventfd_fget(int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);
	if (file->f_op != &eventfd_fops) {
		fput(file);
		return ERR_PTR(-EINVAL);
	}
	return file;
}
EXPORT_SYMBOL(eventfd_fget);

struct eventfd_ctx *eventfd_ctx_fileget(struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	if (file->f_op != &eventfd_fops)
		return ERR_PTR(-EINVAL);
	kref_get(&ctx->kref);
	return ctx;
}
EXPORT_SYMBOL(eventfd_ctx_fileget);

struct eventfd_ctx *eventfd_ctx_fdget(int fd)
{
	struct file *file = fget(fd);
	struct eventfd_ctx *ctx;

	if (!file)
		return ERR_PTR(-EBADF);
	ctx = eventfd_ctx_fileget(file);
	fput(file);
	return ctx;
}
EXPORT_SYMBOL(eventfd_ctx_fdget);

u64 eventfd_signal(struct eventfd_ctx *ctx, u64 n)
{
	unsigned long flags;

	spin_lock_irqsave(&ctx->wqh.lock, flags);
	n = min(n, U64_MAX - ctx->count);
	WRITE_ONCE(ctx->count, ctx->count + n);
	if (waitqueue_active(&ctx->wqh))
		__wake_up_locked_key(&ctx->wqh, TASK_NORMAL, poll_to_key(EPOLLIN));
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	return n;
}
EXPORT_SYMBOL(eventfd_signal);

int eventfd_ctx_remove_wait_queue(struct eventfd_ctx *ctx, struct wait_queue_entry *entry,
				  u64 *count)
{
	unsigned long flags;

	spin_lock_irqsave(&ctx->wqh.lock, flags);
	*count = ctx->count;
	WRITE_ONCE(ctx->count, 0);
	__remove_wait_queue(&ctx->wqh, entry);
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	return *count ? 0 : -EAGAIN;
}
EXPORT_SYMBOL(eventfd_ctx_remove_wait_queue);
