/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost.h - what devices in the host's kernel that serve a guest's virtqueues have in common.
 *
 * Re-implements drivers/vhost/vhost.c of Linux 6.1 without IOTLB, with the workers of the series
 * "vhost-blk: in-kernel accelerator for virtio-blk guests" (2022, v3): an array of them, created
 * on demand, each virtqueue served by one; and with what 6.4 to 6.10 found out about workers
 * since: how they sleep, and what becomes of the work of one that is killed.
 *
 * Who protects what: dev->mutex the device's life cycle (all ioctls hold it); vq->mutex
 * everything of a virtqueue while its worker may run. A worker takes vq->mutex, so nobody may
 * wait for a worker (vhost_dev_flush(), vhost_dev_stop()) while holding one.
 */
#ifndef DRIVERS_VHOST_H
#define DRIVERS_VHOST_H

#include <linux/eventfd.h>
#include <linux/fs.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/types.h>
#include <linux/uio.h>
#include <linux/vhost.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#define VHOST_MAX_WORKERS 64
/* Pieces of memory that one request may have, and that one indirect table may lie in. */
#define VHOST_MAX_IOV 128

struct vhost_dev;
struct vhost_umem;
struct vhost_virtqueue;
struct vhost_work;

typedef void (*vhost_work_fn_t)(struct vhost_work *work);

#define VHOST_WORK_QUEUED 0 /* bit of vhost_work.flags */

struct vhost_work {
	struct llist_node node;
	vhost_work_fn_t fn;
	unsigned long flags;
};

/* A thread that runs works, one after the other, in the owner's address space. */
struct vhost_worker {
	struct task_struct *task;
	struct vhost_dev *dev;
	struct llist_head work_list;
	struct mutex mutex; /* killed, against flushes that begin */
	bool killed; /* runs nothing any more */
};

/* Waits for a file (an eventfd) to become ready, and queues its work then. */
struct vhost_poll {
	poll_table table;
	struct wait_queue_head *wqh; /* NULL: not polling */
	struct wait_queue_entry wait;
	struct vhost_work work;
	__poll_t mask;
	struct vhost_virtqueue *vq; /* whose worker runs the work */
};

/* A piece of memory that a request writes to, in guest physical addresses. */
struct vhost_log {
	u64 addr;
	u64 len;
};

struct vhost_virtqueue {
	struct vhost_dev *dev;
	struct vhost_worker *worker; /* READ_ONCE() inside RCU; changes under mutex */

	struct mutex mutex;
	unsigned int num; /* entries */
	vring_desc_t __user *desc;
	vring_avail_t __user *avail;
	vring_used_t __user *used;
	struct file *kick;
	struct eventfd_ctx *call_ctx;
	struct eventfd_ctx *error_ctx;
	struct eventfd_ctx *log_ctx;

	struct vhost_poll poll; /* of kick */
	vhost_work_fn_t handle_kick;

	u16 last_avail_idx; /* the next that we take */
	u16 avail_idx; /* up to which the guest has made available, as last read */
	u16 last_used_idx; /* the next that we fill */
	u16 used_flags;
	u16 signalled_used; /* last_used_idx at the last signal ... */
	bool signalled_used_valid; /* ... if there was one */

	bool log_used; /* log writes to the used ring, which starts at ... */
	u64 log_addr;

	struct iovec iov[VHOST_MAX_IOV]; /* a request's, for the device */
	struct iovec *indirect;
	struct vring_used_elem *heads; /* dev->iov_limit used elements, for the device */
	struct vhost_umem *umem;
	void *private_data; /* the backend; NULL: the queue does not run */
	u64 acked_features;
	void __user *log_base; /* of the device's dirty log, a bit a page */
	struct vhost_log *log; /* dev->iov_limit entries, for the device */
};

struct vhost_dev {
	struct mm_struct *mm; /* the owner's address space; NULL: no owner */
	struct mutex mutex;
	struct vhost_virtqueue **vqs;
	int nvqs;
	struct eventfd_ctx *log_ctx;
	struct vhost_worker *workers[VHOST_MAX_WORKERS];
	int nworkers;
	struct vhost_umem *umem;
	int iov_limit;
	int weight;
	int byte_weight;
};

/* ---- works and workers ---------------------------------------------------------------------- */

void vhost_work_init(struct vhost_work *work, vhost_work_fn_t fn);
/*
 * Queues a work at the worker of a virtqueue. True also if it was queued already; false if there is
 * no worker (any more), and then it will not run. Any context.
 */
bool vhost_vq_work_queue(struct vhost_virtqueue *vq, struct vhost_work *work);
/*
 * Returns once every work that was queued before at any of the device's workers has run. Task
 * context, with dev->mutex or in the last close, without any vq->mutex, and not from a work.
 */
void vhost_dev_flush(struct vhost_dev *dev);

/* ---- polls ---------------------------------------------------------------------------------- */

void vhost_poll_init(struct vhost_poll *poll, vhost_work_fn_t fn, __poll_t mask,
		     struct vhost_virtqueue *vq);
/* Starts to wait for the file; a poll that does already goes on. -EINVAL: the file has an error. */
int vhost_poll_start(struct vhost_poll *poll, struct file *file);
/* No new work comes from the file; one that was queued may still run: see vhost_dev_flush(). */
void vhost_poll_stop(struct vhost_poll *poll);
bool vhost_poll_queue(struct vhost_poll *poll);

/* ---- device (task context; dev->mutex held, except in the first open and the last close) ----- */

/* vqs[] with handle_kick set where a kick shall be polled for. */
void vhost_dev_init(struct vhost_dev *dev, struct vhost_virtqueue **vqs, int nvqs, int iov_limit,
		    int weight, int byte_weight);
long vhost_dev_set_owner(struct vhost_dev *dev);
bool vhost_dev_has_owner(struct vhost_dev *dev);
long vhost_dev_check_owner(struct vhost_dev *dev);
/* Memory for vhost_dev_reset_owner(), which then cannot fail. NULL without memory. */
struct vhost_umem *vhost_dev_reset_owner_prepare(void);
/* All as after vhost_dev_init(), but with an (empty) memory table. The queues are stopped. */
void vhost_dev_reset_owner(struct vhost_dev *dev, struct vhost_umem *umem);
/* No kick is polled for and no work runs when this returns. */
void vhost_dev_stop(struct vhost_dev *dev);
/* After vhost_dev_stop(), with the backends gone. */
void vhost_dev_cleanup(struct vhost_dev *dev);
/* -ENOIOCTLCMD: none of theirs. A wrong call changes nothing. */
long vhost_dev_ioctl(struct vhost_dev *dev, unsigned int ioctl, void __user *argp);
long vhost_vring_ioctl(struct vhost_dev *dev, unsigned int ioctl, void __user *argp);
/* May the ring, the log be accessed where they are said to be? vq->mutex for the first. */
bool vhost_vq_access_ok(struct vhost_virtqueue *vq);
bool vhost_log_access_ok(struct vhost_dev *dev);

/* ---- virtqueue (task context, vq->mutex held) ----------------------------------------------- */

/* Before a queue with a new backend runs: reads where the used ring was left. */
int vhost_vq_init_access(struct vhost_virtqueue *vq);
/*
 * Takes the next request: its head, vq->num if there is none, or a negative errno (a broken ring:
 * nothing was taken). iov[] receives *out_num pieces to read and behind them *in_num pieces to
 * write; log, if the device logs, the latter as guest addresses.
 */
int vhost_get_vq_desc(struct vhost_virtqueue *vq, struct iovec *iov, unsigned int iov_size,
		      unsigned int *out_num, unsigned int *in_num, struct vhost_log *log,
		      unsigned int *log_num);
/* Gives the last n requests back: they are taken again. */
void vhost_discard_vq_desc(struct vhost_virtqueue *vq, int n);
/* 0 or -EFAULT. heads: requests in the ring's byte order. */
int vhost_add_used(struct vhost_virtqueue *vq, unsigned int head, int len);
int vhost_add_used_n(struct vhost_virtqueue *vq, struct vring_used_elem *heads, unsigned int count);
/* Interrupts the guest if it wants to be. */
void vhost_signal(struct vhost_dev *dev, struct vhost_virtqueue *vq);
void vhost_add_used_and_signal(struct vhost_dev *dev, struct vhost_virtqueue *vq, unsigned int head,
			       int len);
void vhost_disable_notify(struct vhost_dev *dev, struct vhost_virtqueue *vq);
/* True: there is a request that came before, for which no kick will come. */
bool vhost_enable_notify(struct vhost_dev *dev, struct vhost_virtqueue *vq);
/* True: enough for one run of the work, which has been queued again. */
bool vhost_exceeds_weight(struct vhost_virtqueue *vq, int pkts, int total_len);
/* len bytes of the pieces in log have been written to. */
int vhost_log_write(struct vhost_virtqueue *vq, struct vhost_log *log, unsigned int log_num,
		    u64 len);

#define vq_err(vq, fmt, ...)                                                                       \
	do {                                                                                       \
		pr_debug(fmt, ##__VA_ARGS__);                                                      \
		if ((vq)->error_ctx)                                                               \
			eventfd_signal((vq)->error_ctx, 1);                                        \
	} while (0)

#define VHOST_FEATURES                                                                             \
	((1ULL << VIRTIO_F_NOTIFY_ON_EMPTY) | (1ULL << VIRTIO_RING_F_INDIRECT_DESC) |              \
	 (1ULL << VIRTIO_RING_F_EVENT_IDX) | (1ULL << VHOST_F_LOG_ALL) |                           \
	 (1ULL << VIRTIO_F_ANY_LAYOUT) | (1ULL << VIRTIO_F_VERSION_1))

static inline void vhost_vq_set_backend(struct vhost_virtqueue *vq, void *private_data)
{
	vq->private_data = private_data;
}

static inline void *vhost_vq_get_backend(struct vhost_virtqueue *vq)
{
	return vq->private_data;
}

static inline bool vhost_has_feature(struct vhost_virtqueue *vq, int bit)
{
	return vq->acked_features & (1ULL << bit);
}

/* Guest and host are little endian, so legacy rings look like modern ones. */
#define VHOST_BYTEORDER(bits)                                                                      \
	static inline u##bits vhost##bits##_to_cpu(struct vhost_virtqueue *vq,                     \
						   __virtio##bits value)                           \
	{                                                                                          \
		return le##bits##_to_cpu((__force __le##bits)value);                               \
	}                                                                                          \
	static inline __virtio##bits cpu_to_vhost##bits(struct vhost_virtqueue *vq, u##bits value) \
	{                                                                                          \
		return (__force __virtio##bits)cpu_to_le##bits(value);                             \
	}

VHOST_BYTEORDER(16)
VHOST_BYTEORDER(32)
VHOST_BYTEORDER(64)

#undef VHOST_BYTEORDER

#endif
