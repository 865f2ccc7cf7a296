/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device_internal.h - what device.c, bus.c and device_attr.c tell each other.
 */
#ifndef KERNEL_DEVICE_INTERNAL_H
#define KERNEL_DEVICE_INTERNAL_H

#include <linux/device.h>

/* bus.c: the device is on its bus's list and may be probed; or no longer. Task context. */
void bus_add_device(struct device *dev);
void bus_remove_device(struct device *dev);

/* device_attr.c: takes off whatever attributes are left. */
void device_remove_attributes(struct device *dev);

#endif
