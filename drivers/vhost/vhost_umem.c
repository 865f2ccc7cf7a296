/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_umem.c - the memory table: which guest physical addresses lie where in the owner's
 * memory.
 *
 * Rules and error numbers are Linux 6.1's; the table is an array in the order of guest addresses
 * and never changes: a new one takes its place under each virtqueue's mutex.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

/* As Linux's module parameter max_mem_regions by default. */
#define VHOST_MEM_REGIONS_MAX 64

struct vhost_region {
	u64 start, last; /* guest physical */
	u64 uaddr; /* of start */
};

struct vhost_umem {
	u32 nregions;
	struct vhost_region region[];
};

struct vhost_umem *vhost_umem_alloc(u32 nregions)
{
	struct vhost_umem *umem = kzalloc(struct_size(umem, region, nregions), GFP_KERNEL);

	return umem;
}

void vhost_umem_free(struct vhost_umem *umem)
{
	kfree(umem);
}

/* -EFAULT: it is empty, or goes round the end of the address space. */
static int umem_add(struct vhost_umem *umem, const struct vhost_memory_region *m)
{
	u64 start = m->guest_phys_addr, last = start + m->memory_size - 1;
	u32 i;

	if (last < start || !m->memory_size)
		return -EFAULT;
	for (i = umem->nregions++; i && umem->region[i - 1].start > start; i--)
		umem->region[i] = umem->region[i - 1];
	umem->region[i].start = start;
	umem->region[i].last = last;
	umem->region[i].uaddr = m->userspace_addr;
	return 0;
}

static const struct vhost_region *umem_find(const struct vhost_umem *umem, u64 addr)
{
	u32 i;

	for (i = 0; i < umem->nregions; i++)
		if (addr >= umem->region[i].start && addr <= umem->region[i].last)
			return &umem->region[i];
	return NULL;
}

bool vhost_umem_access_ok(const struct vhost_umem *umem, void __user *log_base, bool log_all)
{
	u32 i;

	if (!umem)
		return false;
	for (i = 0; i < umem->nregions; i++) {
		const struct vhost_region *region = &umem->region[i];
		u64 size = region->last - region->start + 1;

		if (!access_ok(region->uaddr, size))
			return false;
		if (log_all && !vhost_log_range_access_ok(log_base, region->start, size))
			return false;
	}
	return true;
}

int vhost_translate_desc(struct vhost_virtqueue *vq, u64 addr, u32 len, struct iovec *iov,
			 int iov_size)
{
	int count = 0;

	while (len) {
		const struct vhost_region *region;
		u64 bytes;

		if (count == iov_size)
			return -ENOBUFS;
		region = umem_find(vq->umem, addr);
		if (!region)
			return -EFAULT;
		bytes = min_t(u64, len, region->last - addr + 1);
		iov[count].iov_base =
			(void __user *)(uintptr_t)(region->uaddr + addr - region->start);
		iov[count].iov_len = bytes;
		count++;
		addr += bytes;
		len -= bytes;
	}
	return count;
}

/* The table that user space describes; ERR_PTR(). */
static struct vhost_umem *umem_from_user(const struct vhost_memory *mem,
					 struct vhost_memory __user *argp)
{
	size_t bytes = flex_array_size(argp, regions, mem->nregions);
	struct vhost_memory_region *regions = kmalloc(bytes, GFP_KERNEL);
	struct vhost_umem *umem = vhost_umem_alloc(mem->nregions);
	int err = 0;
	u32 i;

	if (!regions || !umem)
		err = -ENOMEM;
	else if (copy_from_user(regions, argp->regions, bytes))
		err = -EFAULT;
	for (i = 0; !err && i < mem->nregions; i++)
		err = umem_add(umem, &regions[i]);
	kfree(regions);
	if (!err)
		return umem;
	vhost_umem_free(umem);
	return ERR_PTR(err);
}

long vhost_set_memory(struct vhost_dev *dev, struct vhost_memory __user *argp)
{
	struct vhost_umem *umem, *old = dev->umem;
	struct vhost_memory mem;
	int i;

	if (copy_from_user(&mem, argp, sizeof(mem)))
		return -EFAULT;
	if (mem.padding)
		return -EOPNOTSUPP;
	if (mem.nregions > VHOST_MEM_REGIONS_MAX)
		return -E2BIG;
	umem = umem_from_user(&mem, argp);
	if (IS_ERR(umem))
		return PTR_ERR(umem);
	if (!vhost_memory_access_ok(dev, umem, false)) {
		vhost_umem_free(umem);
		return -EFAULT;
	}
	dev->umem = umem;
	/* Whoever looks at the old one holds the mutex of its queue. */
	for (i = 0; i < dev->nvqs; i++) {
		mutex_lock(&dev->vqs[i]->mutex);
		dev->vqs[i]->umem = umem;
		mutex_unlock(&dev->vqs[i]->mutex);
	}
	vhost_umem_free(old);
	return 0;
}
