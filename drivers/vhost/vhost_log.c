/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_log.c - the dirty log: a bit for each page of guest memory that we write to, for who
 * copies the guest elsewhere meanwhile. As in Linux 6.1.
 */
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

static int set_bit_to_user(unsigned int bit, uintptr_t log)
{
	struct page *page;
	int pinned = pin_user_pages_fast(log, 1, FOLL_WRITE, &page);

	if (pinned < 0)
		return pinned;
	set_bit(bit + offset_in_page(log) * 8, kmap_local_page(page));
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

static int log_write(void __user *log_base, u64 addr, u64 len)
{
	u64 page = addr / VHOST_PAGE_SIZE, last = (addr + len - 1) / VHOST_PAGE_SIZE;
	int err = 0;

	if (!len)
		return 0;
	for (; !err && page <= last; page++)
		err = set_bit_to_user(page % 8, (uintptr_t)log_base + page / 8);
	return err;
}

void vhost_log_used(struct vhost_virtqueue *vq, const void __user *member, u64 size)
{
	u64 offset = (uintptr_t)member - (uintptr_t)vq->used;

	if (!vq->log_used)
		return;
	/* Whoever sees the bit and copies the page copies what was written. */
	smp_wmb();
	log_write(vq->log_base, vq->log_addr + offset, size);
	if (vq->log_ctx)
		eventfd_signal(vq->log_ctx, 1);
}

int vhost_log_write(struct vhost_virtqueue *vq, struct vhost_log *log, unsigned int log_num,
		    u64 len)
{
	unsigned int i;

	lockdep_assert_held(&vq->mutex);
	smp_wmb();
	for (i = 0; i < log_num && len; i++) {
		u64 bytes = min(log[i].len, len);
		int err = log_write(vq->log_base, log[i].addr, bytes);

		if (err)
			return err;
		len -= bytes;
	}
	/* More was written than there was room. */
	BUG_ON(len);
	if (vq->log_ctx)
		eventfd_signal(vq->log_ctx, 1);
	return 0;
}
EXPORT_SYMBOL_GPL(vhost_log_write);
