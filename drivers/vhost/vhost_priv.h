/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_priv.h - what the files of the vhost core know of each other.
 */
#ifndef DRIVERS_VHOST_PRIV_H
#define DRIVERS_VHOST_PRIV_H

#include <linux/lockdep.h>
#include <linux/printk.h>

#include "vhost.h"

/* ---- vhost_worker.c: dev->mutex held --------------------------------------------------------- */

/* One more worker that no virtqueue is assigned to yet; 0 or a negative errno. */
int vhost_add_worker(struct vhost_dev *dev);
/* Spreads the virtqueues over all workers; no work of one runs elsewhere any more on return. */
void vhost_assign_workers(struct vhost_dev *dev);
/* Ends the workers from number keep on. Nothing is queued at them, no virtqueue is assigned. */
void vhost_remove_workers(struct vhost_dev *dev, int keep);
long vhost_set_nworkers(struct vhost_dev *dev, u32 __user *argp);

/* ---- vhost_umem.c ---------------------------------------------------------------------------- */

/* An empty memory table; NULL without memory. NULL may be freed. */
struct vhost_umem *vhost_umem_alloc(u32 nregions);
void vhost_umem_free(struct vhost_umem *umem);
long vhost_set_memory(struct vhost_dev *dev, struct vhost_memory __user *argp);
/*
 * The len bytes at guest physical address addr as pieces of the owner's memory: how many pieces, or
 * -EFAULT (not all in the table), -ENOBUFS (more than iov_size pieces).
 */
int vhost_translate_desc(struct vhost_virtqueue *vq, u64 addr, u32 len, struct iovec *iov,
			 int iov_size);

/* All that it maps, and, with log_all, the bits of it in the log at log_base; false for NULL. */
bool vhost_umem_access_ok(const struct vhost_umem *umem, void __user *log_base, bool log_all);

/* ---- vhost_access.c: may memory be accessed where user space says? --------------------------- */

bool vhost_vq_ring_access_ok(struct vhost_virtqueue *vq, unsigned int num,
			     vring_desc_t __user *desc, vring_avail_t __user *avail,
			     vring_used_t __user *used);
bool vhost_vq_log_access_ok(struct vhost_virtqueue *vq, void __user *log_base);
bool vhost_vq_log_used_access_ok(struct vhost_virtqueue *vq, void __user *log_base, bool log_used,
				 u64 log_addr);
/* Can the queues that run go on with umem? Takes the vq mutexes. */
bool vhost_memory_access_ok(struct vhost_dev *dev, const struct vhost_umem *umem, bool log_all);
/* The bits of size bytes from guest physical address addr on. */
bool vhost_log_range_access_ok(void __user *log_base, u64 addr, u64 size);

/* ---- vhost_log.c: vq->mutex held ------------------------------------------------------------- */

/* size bytes of the used ring have been written, at member; what was written is visible before. */
void vhost_log_used(struct vhost_virtqueue *vq, const void __user *member, u64 size);

/* ---- vhost_avail.c: vq->mutex held ----------------------------------------------------------- */

/* Looks how far the guest is: 1 if there is a request, 0 if not, or a negative errno. */
int vhost_get_avail_idx(struct vhost_virtqueue *vq);

#endif
