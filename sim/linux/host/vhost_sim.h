/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_sim.h - a small block device on the kernel's vhost core, each queue served by its worker.
 */
#ifndef VHOST_SIM_H
#define VHOST_SIM_H

#include <linux/types.h>
#include <linux/vhost.h>

#define VHOST_SIM_QUEUES_MAX 8

/* The file behind queue index, by its descriptor; -1 stops the queue. */
#define VHOST_SIM_SET_BACKEND _IOW(VHOST_VIRTIO, 0x50, struct vhost_vring_file)

struct vhost_sim;

struct vhost_sim *vhost_sim_open(unsigned int queues);
/* VHOST_SIM_SET_BACKEND, VHOST_SET_FEATURES and all of the vhost core's own, as ioctl(2) on the
 * device's file would do. arg is a pointer for most. Task with the owner's address space. */
long vhost_sim_ioctl(struct vhost_sim *sim, unsigned int cmd, void __user *arg);
void vhost_sim_flush(struct vhost_sim *sim);
void vhost_sim_release(struct vhost_sim *sim);

#endif
