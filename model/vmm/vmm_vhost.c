/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm_vhost.c - the ioctls of a vhost-blk device, in the order in which QEMU issues them.
 *
 * Only for want of memory, or when an access to user memory faults, may one of them fail here; it
 * must then have changed nothing, so it is tried again.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/module.h>

#include "vmm.h"

static int workers = 1;
module_param(workers, int, 0444);
MODULE_PARM_DESC(workers, "workers that the vhost device is to have");

/* What is between the kernel's vhost and the driver: the rings. The rest is the device's. */
#define RING_FEATURES                                                                              \
	(1ull << VIRTIO_RING_F_INDIRECT_DESC | 1ull << VIRTIO_RING_F_EVENT_IDX |                   \
	 1ull << VIRTIO_F_VERSION_1)

int vmm_ioctl(struct vmm_blk *dev, unsigned int cmd)
{
	int error;

	do {
		error = dev->vhost->f_op->unlocked_ioctl(dev->vhost, cmd, (unsigned long)dev->args);
	} while (error == -ENOMEM || error == -EFAULT);
	return error;
}

static void must(struct vmm_blk *dev, unsigned int cmd, const char *name)
{
	int error = vmm_ioctl(dev, cmd);

	WARN(error, "%s: %d", name, error);
}

#define MUST(dev, cmd) must(dev, cmd, #cmd)

static struct file *must_open(const char *path, int flags)
{
	struct file *file;

	do {
		file = filp_open(path, flags, 0);
	} while (PTR_ERR_OR_ZERO(file) == -ENOMEM);
	WARN(IS_ERR(file), "%s: %ld", path, PTR_ERR(file));
	return file;
}

void vmm_set_workers(struct vmm_blk *dev, unsigned int count)
{
	dev->workers = count;
	dev->args->workers = count;
	MUST(dev, VHOST_SET_NWORKERS);
}

void vmm_reset_owner(struct vmm_blk *dev)
{
	MUST(dev, VHOST_RESET_OWNER);
	MUST(dev, VHOST_SET_OWNER);
	vmm_set_workers(dev, dev->workers);
}

void vmm_vhost_open(struct vmm_blk *dev)
{
	unsigned int i;

	dev->vhost = must_open("/dev/vhost-blk", O_RDWR);
	dev->disk = must_open("/dev/sda", dev->conf.read_only ? O_RDONLY : O_RDWR);
	dev->disk_fd = get_unused_fd_flags(0);
	fd_install(dev->disk_fd, get_file(dev->disk));
	MUST(dev, VHOST_SET_OWNER);
	MUST(dev, VHOST_GET_FEATURES);
	dev->vhost_features = dev->args->features;
	vmm_set_workers(dev, workers);
	for (i = 0; i < dev->conf.queues; i++)
		while (vmm_queue_open(&dev->queues[i]) == -ENOMEM)
			;
}

void vmm_vhost_close(struct vmm_blk *dev)
{
	unsigned int i;

	fput(dev->vhost);
	for (i = 0; i < dev->conf.queues; i++)
		vmm_queue_close(&dev->queues[i]);
	close_fd(dev->disk_fd);
	fput(dev->disk);
}

void vmm_set_memory(struct vmm_blk *dev)
{
	struct sim_ram_region ram;

	sim_guest_ram(dev->conf.device, &ram, 1);
	dev->args->memory.table = (struct vhost_memory){ .nregions = 1 };
	dev->args->memory.region = (struct vhost_memory_region){
		.guest_phys_addr = ram.guest_address,
		.memory_size = ram.bytes,
		.userspace_addr = (uintptr_t)ram.host,
	};
	MUST(dev, VHOST_SET_MEM_TABLE);
}

static void set_file(struct vmm_queue *queue, unsigned int cmd, int fd, const char *name)
{
	queue->dev->args->file = (struct vhost_vring_file){ .index = queue->index, .fd = fd };
	must(queue->dev, cmd, name);
}

#define SET_FILE(queue, cmd, fd) set_file(queue, cmd, fd, #cmd)

void vmm_set_call(struct vmm_queue *queue)
{
	SET_FILE(queue, VHOST_SET_VRING_CALL, queue->call.fd);
}

void vmm_set_kick(struct vmm_queue *queue)
{
	SET_FILE(queue, VHOST_SET_VRING_KICK, VHOST_FILE_UNBIND);
	SET_FILE(queue, VHOST_SET_VRING_KICK, queue->kick_fd);
}

void vmm_set_backend(struct vmm_blk *dev, bool disk)
{
	dev->args->file =
		(struct vhost_vring_file){ .fd = disk ? dev->disk_fd : VHOST_FILE_UNBIND };
	MUST(dev, VHOST_BLK_SET_BACKEND);
}

/* What the kernel cannot write to its used ring is lost for the guest: that stays in memory. */
static void lock_used(struct vmm_queue *queue)
{
	while (mm_lock(queue->dev->mm, (void *)queue->rings.used,
		       sizeof(struct vring_used) +
			       queue->rings.num * sizeof(struct vring_used_elem)))
		;
}

static void unlock_used(struct vmm_queue *queue)
{
	while (mm_unmap(queue->dev->mm, (void *)queue->rings.used))
		;
}

void vmm_set_addr(struct vmm_queue *queue)
{
	union vmm_args *args = queue->dev->args;

	args->addr = (struct vhost_vring_addr){
		.index = queue->index,
		.flags = queue->dev->logging ? 1u << VHOST_VRING_F_LOG : 0,
		.desc_user_addr = queue->rings.desc,
		.avail_user_addr = queue->rings.avail,
		.used_user_addr = queue->rings.used,
		.log_guest_addr = queue->rings.used,
	};
	MUST(queue->dev, VHOST_SET_VRING_ADDR);
}

void vmm_set_features(struct vmm_blk *dev)
{
	dev->args->features = dev->features & RING_FEATURES;
	if (dev->logging)
		dev->args->features |= 1ull << VHOST_F_LOG_ALL;
	MUST(dev, VHOST_SET_FEATURES);
}

static void queue_start(struct vmm_queue *queue)
{
	union vmm_args *args = queue->dev->args;

	lock_used(queue);
	args->state = (struct vhost_vring_state){ .index = queue->index, .num = queue->rings.num };
	MUST(queue->dev, VHOST_SET_VRING_NUM);
	args->state.num = queue->base;
	MUST(queue->dev, VHOST_SET_VRING_BASE);
	vmm_set_addr(queue);
	SET_FILE(queue, VHOST_SET_VRING_KICK, queue->kick_fd);
	SET_FILE(queue, VHOST_SET_VRING_ERR, queue->error.fd);
	vmm_set_call(queue);
}

static void queue_stop(struct vmm_queue *queue)
{
	union vmm_args *args = queue->dev->args;

	args->state = (struct vhost_vring_state){ .index = queue->index };
	MUST(queue->dev, VHOST_GET_VRING_BASE);
	queue->base = args->state.num;
	unlock_used(queue);
}

void vmm_vhost_start(struct vmm_blk *dev)
{
	unsigned int i;

	vmm_set_features(dev);
	vmm_set_memory(dev);
	for (i = 0; i < dev->conf.queues; i++)
		if (dev->queues[i].rings.num)
			queue_start(&dev->queues[i]);
	vmm_set_backend(dev, true);
	dev->running = true;
}

void vmm_vhost_stop(struct vmm_blk *dev)
{
	unsigned int i;

	if (!dev->running)
		return;
	dev->running = false;
	dev->logging = false;
	vmm_set_backend(dev, false);
	for (i = 0; i < dev->conf.queues; i++)
		if (dev->queues[i].rings.num)
			queue_stop(&dev->queues[i]);
}
