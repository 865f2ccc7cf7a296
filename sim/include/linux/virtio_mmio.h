/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/virtio_mmio.h - plugging and unplugging devices of the memory-mapped transport. Register
 * offsets are those of the system's header.
 *
 * Stands for the platform bus: whoever knows the machine's layout says what is there.
 */
#ifndef SIM_LINUX_VIRTIO_MMIO_H
#define SIM_LINUX_VIRTIO_MMIO_H

#include_next <linux/virtio_mmio.h>

/*
 * A register window at base with interrupt line irq has appeared. Finds out what it is and binds a
 * driver. Task context. 0 or an error: -ENODEV if no virtio device of version 2 answers there,
 * -EEXIST if name is taken. name is copied.
 */
int virtio_mmio_add_device(void *base, unsigned int irq, const char *name);
/* It is to go: unbinds the driver first. Task context; a name that is unknown is ignored. */
void virtio_mmio_remove_device(const char *name);
/* Suspend and resume. Task context. 0 or an error, -ENODEV for an unknown name. */
int virtio_mmio_freeze(const char *name);
int virtio_mmio_restore(const char *name);

#endif
