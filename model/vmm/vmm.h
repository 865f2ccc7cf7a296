/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm.h - the device process of a virtio-blk device whose rings a vhost-blk device serves.
 *
 * What QEMU's vhost-user-blk and vhost-net front ends do, for vhost-blk: configuration space,
 * features and status are served here, in the vCPU's exit; the rings go to the kernel by ioctls.
 * All under the big lock but notifications.
 */
#ifndef VMM_H
#define VMM_H

#include <linux/eventfd.h>
#include <linux/poll.h>
#include <linux/sched/mm.h>
#include <linux/vhost.h>
#include <linux/workqueue.h>

#include <sim/hostos.h>
#include <sim/virtio_bus.h>

#include "vhost_blk.h"

struct vmm_blk;

/* Pages of the dirty log, as an order: a bit for each page up to the end of all guests' memory. */
#define VMM_LOG_ORDER 2

/* An eventfd that something happens behind: irqfd, and who listens to errors. */
struct vmm_event {
	int fd;
	struct file *file;
	poll_table table;
	struct wait_queue_head *wqh;
	struct wait_queue_entry wait;
};

struct vmm_queue {
	struct vmm_blk *dev;
	unsigned int index;
	struct virtio_bus_queue rings; /* num 0: not set up */
	unsigned int base; /* available index to start from */
	struct vmm_event call; /* set by the device: an interrupt */
	struct vmm_event error; /* the ring is broken */
	u16 logged_from, logged_to; /* used index when logging began and ended */
	unsigned int errors; /* since the start */
	struct work_struct error_work;
	int kick_fd;
	struct eventfd_ctx *kick;
};

/* Arguments of ioctls, in memory of the process. */
union vmm_args {
	u64 features;
	u64 log_base;
	u32 workers;
	int fd;
	struct vhost_vring_state state;
	struct vhost_vring_addr addr;
	struct vhost_vring_file file;
	struct {
		struct vhost_memory table;
		struct vhost_memory_region region;
	} memory;
};

struct vmm_blk {
	struct virtio_bus_conf conf;
	struct mm_struct *mm;
	union vmm_args *args;
	struct file *vhost;
	struct file *disk;
	int disk_fd;
	u8 status;
	u64 features; /* accepted by the driver */
	u64 vhost_features; /* that the kernel knows */
	unsigned int workers;
	bool running;
	bool logging;
	void *log; /* dirty bits of guest memory; NULL: never asked for */
	struct vmm_queue queues[VHOST_BLK_VQ_MAX];
};

/* The one there is; NULL: none. */
extern struct vmm_blk *vmm_device;

/* ---- tasks --------------------------------------------------------------------------------- */

/* The current task works in the process's memory, if there is a process. */
void vmm_enter_mm(void);
void vmm_leave_mm(void);
/* The same, under the big lock. */
void vmm_lock_big(void);
void vmm_unlock_big(void);

/* ---- the vhost device ---------------------------------------------------------------------- */

/* Arguments are in dev->args. Tries again while memory lacks or an access fails. */
int vmm_ioctl(struct vmm_blk *dev, unsigned int cmd);
/* Opens device and disk, becomes the owner, raises the number of workers. */
void vmm_vhost_open(struct vmm_blk *dev);
void vmm_vhost_close(struct vmm_blk *dev);
/* Hands over features, memory, rings and last the disk. */
void vmm_vhost_start(struct vmm_blk *dev);
/* Takes the disk back, which drains, then the rings. */
void vmm_vhost_stop(struct vmm_blk *dev);
void vmm_set_memory(struct vmm_blk *dev);
void vmm_set_call(struct vmm_queue *queue);
/* Takes the kick eventfd away and gives it back, which has whatever came meanwhile looked at. */
void vmm_set_kick(struct vmm_queue *queue);
/* Nobody owns the device for a moment. While the rings are taken back. */
void vmm_reset_owner(struct vmm_blk *dev);
void vmm_set_workers(struct vmm_blk *dev, unsigned int workers);
/* Where the rings are, and whether writes to them are logged. */
void vmm_set_addr(struct vmm_queue *queue);
void vmm_set_features(struct vmm_blk *dev);
/* VHOST_BLK_SET_BACKEND with the disk, or with none. */
void vmm_set_backend(struct vmm_blk *dev, bool disk);

/* ---- more of its control side, while it runs ------------------------------------------------ */

/* Ioctls that must be refused. */
void vmm_refused(struct vmm_blk *dev);
/* Begins to log what is written to the guest, or ends that and looks whether it was. */
void vmm_log(struct vmm_blk *dev);

/* ---- eventfds of a queue ------------------------------------------------------------------- */

int vmm_queue_open(struct vmm_queue *queue);
void vmm_queue_close(struct vmm_queue *queue);

#endif
