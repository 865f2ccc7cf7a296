/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/virtio_byteorder.h - between the byte order of a virtio device and that of the CPU.
 *
 * A VIRTIO 1 device is little endian, a legacy one has the guest's order (virtio 1.1, 1.4). Guests
 * here are little-endian machines, so the two are one, and vdev is not looked at.
 */
#ifndef SIM_LINUX_VIRTIO_BYTEORDER_H
#define SIM_LINUX_VIRTIO_BYTEORDER_H

#include <asm/byteorder.h>
#include <linux/types.h>
#include <linux/virtio_types.h>

struct virtio_device;

#define VIRTIO_BYTEORDER(bits)                                                                     \
	static inline u##bits virtio##bits##_to_cpu(const struct virtio_device *vdev,              \
						    __virtio##bits value)                          \
	{                                                                                          \
		return le##bits##_to_cpu((__force __le##bits)value);                               \
	}                                                                                          \
	static inline __virtio##bits cpu_to_virtio##bits(const struct virtio_device *vdev,         \
							 u##bits value)                            \
	{                                                                                          \
		return (__force __virtio##bits)cpu_to_le##bits(value);                             \
	}

VIRTIO_BYTEORDER(16)
VIRTIO_BYTEORDER(32)
VIRTIO_BYTEORDER(64)

#undef VIRTIO_BYTEORDER

#endif
