/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_mmio_bus.h - how the world plugs virtio-mmio devices in and out. All in task context: 0 or
 * a negative error number.
 */
#ifndef VQSIM_VIRTIO_MMIO_BUS_H
#define VQSIM_VIRTIO_MMIO_BUS_H

/* A device behind the registers at base and the interrupt line irq; -ENODEV if its driver does not
 * take it. A name is given once. */
int virtio_mmio_add_device(void *base, unsigned int irq, const char *name);
/* The device is gone as after an orderly unplug. */
void virtio_mmio_remove_device(const char *name);
/* The machine goes to sleep, and wakes up with a device that was reset. */
int virtio_mmio_freeze(const char *name);
int virtio_mmio_restore(const char *name);

#endif
