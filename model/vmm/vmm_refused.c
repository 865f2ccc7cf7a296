/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm_refused.c - ioctls that a running vhost-blk device refuses: twice, too late, with a bad argument.
 * Each gives the errno that Linux gives, and the guest does not notice.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/uaccess.h>

#include "vmm.h"

#define BAD_FD 999
#define NOT_MAPPED 64ul

static struct vhost_vring_addr good_addr(const struct vmm_queue *queue)
{
	return (struct vhost_vring_addr){
		.index = queue->index,
		.desc_user_addr = queue->rings.desc,
		.avail_user_addr = queue->rings.avail,
		.used_user_addr = queue->rings.used,
	};
}

/* An access that faults, or memory that lacks, comes before most other reasons. */
static void refused_at(struct vmm_blk *dev, unsigned int cmd, unsigned long arg, int expected)
{
	int error = dev->vhost->f_op->unlocked_ioctl(dev->vhost, cmd, arg);

	WARN(error != expected && error != -EFAULT && error != -ENOMEM,
	     "ioctl %#x: %d instead of %d", cmd, error, expected);
}

static void refused(struct vmm_blk *dev, unsigned int cmd, int expected)
{
	refused_at(dev, cmd, (unsigned long)dev->args, expected);
}

static void refused_file(struct vmm_blk *dev, unsigned int cmd, int fd, int expected)
{
	dev->args->file = (struct vhost_vring_file){ .fd = fd };
	refused(dev, cmd, expected);
}

static void refused_state(struct vmm_blk *dev, unsigned int cmd, unsigned int index, int expected)
{
	dev->args->state = (struct vhost_vring_state){ .index = index, .num = 3 };
	refused(dev, cmd, expected);
}

static void refused_addresses(struct vmm_blk *dev, const struct vmm_queue *queue)
{
	struct vhost_vring_addr *a = &dev->args->addr;

	*a = good_addr(queue);
	a->flags = 2;
	refused(dev, VHOST_SET_VRING_ADDR, -EOPNOTSUPP);
	*a = good_addr(queue);
	a->avail_user_addr++;
	refused(dev, VHOST_SET_VRING_ADDR, -EINVAL);
	*a = good_addr(queue);
	a->used_user_addr = TASK_SIZE_MAX;
	refused(dev, VHOST_SET_VRING_ADDR, -EINVAL);
	*a = good_addr(queue);
	a->flags = 1u << VHOST_VRING_F_LOG;
	a->log_guest_addr = -4ull;
	refused(dev, VHOST_SET_VRING_ADDR, -EINVAL);
}

static void refused_tables(struct vmm_blk *dev)
{
	struct vhost_memory *table = &dev->args->memory.table;
	struct vhost_memory_region *region = &dev->args->memory.region;

	*table = (struct vhost_memory){ .padding = 1 };
	refused(dev, VHOST_SET_MEM_TABLE, -EOPNOTSUPP);
	*table = (struct vhost_memory){ .nregions = 65 };
	refused(dev, VHOST_SET_MEM_TABLE, -E2BIG);
	*table = (struct vhost_memory){ .nregions = 1 };
	*region = (struct vhost_memory_region){ .guest_phys_addr = 4096 };
	refused(dev, VHOST_SET_MEM_TABLE, -EFAULT);
	*region = (struct vhost_memory_region){ .memory_size = 4096,
						.userspace_addr = TASK_SIZE_MAX };
	refused(dev, VHOST_SET_MEM_TABLE, -EFAULT);
}

void vmm_refused(struct vmm_blk *dev)
{
	static const unsigned int faulting[] = {
		VHOST_SET_FEATURES,   VHOST_GET_FEATURES,    VHOST_SET_MEM_TABLE,
		VHOST_SET_LOG_BASE,   VHOST_SET_LOG_FD,	     VHOST_SET_NWORKERS,
		VHOST_SET_VRING_ADDR, VHOST_GET_VRING_BASE,  VHOST_SET_VRING_KICK,
		VHOST_SET_VRING_CALL, VHOST_BLK_SET_BACKEND,
	};
	unsigned int i;

	for (i = 0; i < sizeof(faulting) / sizeof(faulting[0]); i++)
		refused_at(dev, faulting[i], NOT_MAPPED, -EFAULT);
	refused(dev, VHOST_SET_OWNER, -EBUSY);
	dev->args->features = 1ull << 63;
	refused(dev, VHOST_SET_FEATURES, -EOPNOTSUPP);
	dev->args->workers = 0;
	refused(dev, VHOST_SET_NWORKERS, -EINVAL);
	refused_state(dev, VHOST_SET_VRING_NUM, 0, -EBUSY);
	refused_state(dev, VHOST_SET_VRING_BASE, 0, -EBUSY);
	refused_state(dev, VHOST_SET_VRING_NUM, VHOST_BLK_VQ_MAX, -ENOBUFS);
	refused_state(dev, VHOST_SET_VRING_ENDIAN, 0, -ENOIOCTLCMD);
	refused_file(dev, VHOST_SET_VRING_KICK, BAD_FD, -EBADF);
	refused_file(dev, VHOST_SET_VRING_KICK, dev->disk_fd, -EINVAL);
	refused_file(dev, VHOST_SET_VRING_CALL, dev->disk_fd, -EINVAL);
	refused_file(dev, VHOST_SET_VRING_ERR, BAD_FD, -EBADF);
	refused_file(dev, VHOST_BLK_SET_BACKEND, dev->disk_fd, -EBUSY);
	dev->args->fd = BAD_FD;
	refused(dev, VHOST_SET_LOG_FD, -EBADF);
	refused_addresses(dev, &dev->queues[0]);
	refused_tables(dev);
}
