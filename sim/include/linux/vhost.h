/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/vhost.h - the ioctls of vhost devices: the system's, and those that the series
 * "vhost-blk: in-kernel accelerator for virtio-blk guests" (2022, v3) adds.
 */
#ifndef SIM_LINUX_VHOST_H
#define SIM_LINUX_VHOST_H

#include_next <linux/vhost.h>

/*
 * How many workers the device shall have: a ceiling up to which workers are added, never fewer than
 * there are. Only the owner. EINVAL: 0, fewer than there are, or more than VHOST_MAX_WORKERS.
 */
#define VHOST_SET_NWORKERS _IOW(VHOST_VIRTIO, 0x1F, __u32)

/* The block device behind the queues: index is 0, fd that of the block device. */
#define VHOST_BLK_SET_BACKEND _IOW(VHOST_VIRTIO, 0x50, struct vhost_vring_file)

#endif
