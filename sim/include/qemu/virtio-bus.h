/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio-bus.h - between a virtio device and the transport it is plugged into, and wire formats.
 */
#ifndef QEMU_VIRTIO_BUS_H
#define QEMU_VIRTIO_BUS_H

#include <sim/hostos.h>
#include <sim/virtio_bus.h>

/*
 * The system's own wire formats. sim/include/linux has headers of the same names, which add the
 * guest kernel's API: #include_next passes them by, and the first line does so for the one that
 * the system's virtio_blk.h includes.
 */
#define SIM_LINUX_VIRTIO_CONFIG_H
#include_next <linux/virtio_config.h>
#include_next <linux/virtio_9p.h>
#include_next <linux/virtio_balloon.h>
#include_next <linux/virtio_blk.h>
#include_next <linux/virtio_ring.h>

#include <qemu/event_notifier.h>
#include <qemu/osdep.h>

typedef struct virtio_bus_conf VirtIOBusConf;
typedef struct virtio_bus_queue VirtIOBusQueue;

/* Raise the device's interrupts (see sim_virtio_notify()). From any thread. */
static inline void virtio_bus_notify(const VirtIOBusConf *conf, unsigned int queue)
{
	sim_virtio_notify(conf->device, queue);
}

static inline void virtio_bus_notify_config(const VirtIOBusConf *conf)
{
	sim_virtio_notify_config(conf->device);
}

static inline void virtio_bus_needs_reset(const VirtIOBusConf *conf)
{
	sim_virtio_needs_reset(conf->device);
}

#endif
