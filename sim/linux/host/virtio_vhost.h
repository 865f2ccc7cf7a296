/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_vhost.h - a virtio device whose rings a vhost device of the same kernel serves: what a
 * virtual machine monitor sets up around a guest, with ioeventfd for kicks and irqfd for interrupts.
 */
#ifndef VIRTIO_VHOST_H
#define VIRTIO_VHOST_H

#include <linux/eventfd.h>
#include <linux/poll.h>
#include <linux/vhost.h>
#include <linux/virtio.h>
#include <linux/virtio_blk.h>
#include <linux/wait.h>

#include "vhost_sim.h"

struct virtio_vhost;

struct virtio_vhost_queue {
	struct virtio_vhost *dev;
	struct virtqueue *vq; /* NULL: not set up */
	unsigned int index;
	unsigned int irq;
	int kick_fd;
	int call_fd;
	struct eventfd_ctx *kick;
	struct eventfd_ctx *call;
	/* the call eventfd's watcher, which interrupts the guest */
	struct file *call_file;
	poll_table poll;
	wait_queue_entry_t wait;
	wait_queue_head_t *head;
};

struct virtio_vhost {
	struct virtio_device vdev;
	struct vhost_sim *host;
	struct mm_struct *mm; /* of the process that owns host */
	struct virtio_blk_config config;
	u64 features; /* offered */
	int backing_fd;
	unsigned int queue_size;
	unsigned int queues;
	unsigned int kick_irq; /* makes the guest kick every queue; for the simulator */
	u8 status;
	bool running; /* the queues have their backend */
	struct virtio_vhost_queue queue[VHOST_SIM_QUEUES_MAX];
};

/* virtio_vhost.c */
extern const struct virtio_config_ops virtio_vhost_config_ops;

/* virtio_vhost_queue.c: 0 or a negative errno. */
int virtio_vhost_queue_setup(struct virtio_vhost *dev, unsigned int index, vq_callback_t *callback,
			     const char *name, bool ctx);
void virtio_vhost_queue_remove(struct virtio_vhost_queue *queue);
/* Gives each queue its backend, or takes it away and waits for the worker. */
int virtio_vhost_set_backend(struct virtio_vhost *dev, unsigned int index, bool on);

/*
 * What world building calls, from one task of the guest: host and guest appear and go, are suspended
 * and resumed. features are virtio's; line call_irq + n is queue n's interrupt.
 */
int virtio_vhost_plug(u64 features, unsigned int queues, unsigned int queue_size,
		      unsigned int seg_max, int backing_fd, unsigned int kick_irq,
		      unsigned int call_irq);
void virtio_vhost_unplug(void);
int virtio_vhost_freeze(void);
int virtio_vhost_restore(void);

/* virtio_vhost_churn.c: a task of the owner's that uses the device's control side meanwhile. */
enum virtio_vhost_churn {
	VIRTIO_VHOST_CHURN_NONE,
	VIRTIO_VHOST_CHURN_FLUSH, /* flushes, and replaces the call eventfd by itself */
	VIRTIO_VHOST_CHURN_BACKEND, /* stops queues and starts them again */
	VIRTIO_VHOST_CHURN_WORKER, /* moves queues to a new worker and back; since 6.4 */
};

int virtio_vhost_churn_start(unsigned int churn);
void virtio_vhost_churn_stop(void);

/* The device that is plugged in; NULL if none is. */
struct virtio_vhost *virtio_vhost_device(void);

#endif
