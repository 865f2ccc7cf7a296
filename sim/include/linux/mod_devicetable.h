/* SPDX-License-Identifier: GPL-2.0-only */
/* mod_devicetable.h - which devices a driver serves. */
#ifndef SIM_LINUX_MOD_DEVICETABLE_H
#define SIM_LINUX_MOD_DEVICETABLE_H

#include <linux/types.h>

struct virtio_device_id {
	__u32 device;
	__u32 vendor;
};

#define VIRTIO_DEV_ANY_ID 0xffffffff

#endif
