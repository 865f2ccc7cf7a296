/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_blk.h - what user space knows of the vhost-blk device, beside <linux/vhost.h>.
 *
 * VHOST_BLK_SET_BACKEND names the block device that serves all queues whose rings are set up: index
 * 0, and the descriptor of an open block device; VHOST_FILE_UNBIND (-1) stops the queues, waits for
 * what is in flight and lets go of it. Only the owner may. -ENOBUFS: another index. -EBUSY: there
 * is one already, the same or another. -EBADF, -ENOTBLK: no file, no block device. -EFAULT: a ring
 * does not lie in the memory table.
 */
#ifndef VHOST_BLK_H
#define VHOST_BLK_H

#include <linux/vhost.h>

/* Queues of a device. */
#define VHOST_BLK_VQ_MAX 8

#endif
