/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/virtio_config.h - what a transport offers to the bus and to drivers, and the helpers that
 * read a device's configuration. Status bits and feature numbers are those of the system's header.
 */
#ifndef SIM_LINUX_VIRTIO_CONFIG_H
#define SIM_LINUX_VIRTIO_CONFIG_H

#include_next <linux/virtio_config.h>

#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/virtio.h>
#include <linux/virtio_byteorder.h>

/*
 * A transport's operations. Task context, may sleep, unless said otherwise.
 * get, set: bytes of the configuration space, which lie little endian; any context.
 * generation: changes whenever the device changes a field that is read in pieces; may be NULL.
 * reset: returns when no callback of the device runs any more.
 * find_vqs: creates nvqs queues; 0 or an error, and then none is left.
 * finalize_features: tells the device vdev->features; 0 or an error.
 * set_vq_affinity: lets the queue's interrupt come to one of these CPUs; NULL if its queues share one.
 */
struct virtio_config_ops {
	void (*get)(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len);
	void (*set)(struct virtio_device *vdev, unsigned int offset, const void *buf,
		    unsigned int len);
	u32 (*generation)(struct virtio_device *vdev);
	u8 (*get_status)(struct virtio_device *vdev);
	void (*set_status)(struct virtio_device *vdev, u8 status);
	void (*reset)(struct virtio_device *vdev);
	int (*find_vqs)(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
			vq_callback_t *callbacks[], const char *const names[]);
	void (*del_vqs)(struct virtio_device *vdev);
	u64 (*get_features)(struct virtio_device *vdev);
	int (*finalize_features)(struct virtio_device *vdev);
	const char *(*bus_name)(struct virtio_device *vdev);
	int (*set_vq_affinity)(struct virtqueue *vq, const struct cpumask *cpu_mask);
};

/* Is bit among the driver's features? Crashes if the driver never listed it: a typing error. */
void virtio_check_driver_offered_feature(const struct virtio_device *vdev, unsigned int bit);

static inline bool __virtio_test_bit(const struct virtio_device *vdev, unsigned int bit)
{
	return vdev->features & BIT_ULL(bit);
}

static inline void __virtio_clear_bit(struct virtio_device *vdev, unsigned int bit)
{
	vdev->features &= ~BIT_ULL(bit);
}

static inline void __virtio_set_bit(struct virtio_device *vdev, unsigned int bit)
{
	vdev->features |= BIT_ULL(bit);
}

/* Was the feature negotiated? From probe on. */
static inline bool virtio_has_feature(const struct virtio_device *vdev, unsigned int bit)
{
	if (bit < VIRTIO_TRANSPORT_F_START)
		virtio_check_driver_offered_feature(vdev, bit);
	return __virtio_test_bit(vdev, bit);
}

static inline int virtio_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
				  struct virtqueue *vqs[], vq_callback_t *callbacks[],
				  const char *const names[])
{
	return vdev->config->find_vqs(vdev, nvqs, vqs, callbacks, names);
}

/* The one queue of a simple device, or ERR_PTR(). */
static inline struct virtqueue *virtio_find_single_vq(struct virtio_device *vdev,
						      vq_callback_t *callback, const char *name)
{
	struct virtqueue *vq;
	int err = virtio_find_vqs(vdev, 1, &vq, &callback, &name);

	return err ? ERR_PTR(err) : vq;
}

/* A wish: 0 or an error, after which interrupts come as before. Task context. */
static inline int virtqueue_set_affinity(struct virtqueue *vq, const struct cpumask *cpu_mask)
{
	const struct virtio_config_ops *config = vq->vdev->config;

	return config->set_vq_affinity ? config->set_vq_affinity(vq, cpu_mask) : 0;
}

/* Sets DRIVER_OK: from now on the device may use buffers and be kicked (virtio 1.1, 3.1.1). */
void virtio_device_ready(struct virtio_device *vdev);

static inline const char *virtio_bus_name(struct virtio_device *vdev)
{
	return vdev->config->bus_name ? vdev->config->bus_name(vdev) : "virtio";
}

/*
 * Reads count items of bytes_each (1, 2, 4 or 8) at offset, as the CPU orders bytes, again and again
 * until the device did not change its configuration meanwhile.
 */
void virtio_cread_many(struct virtio_device *vdev, unsigned int offset, void *buf, size_t count,
		       size_t bytes_each);

static inline void virtio_cread_bytes(struct virtio_device *vdev, unsigned int offset, void *buf,
				      size_t len)
{
	virtio_cread_many(vdev, offset, buf, len, 1);
}

/* Reads field member of the configuration space's structure structname into *ptr. */
#define virtio_cread(vdev, structname, member, ptr)                                                \
	do {                                                                                       \
		BUILD_BUG_ON(sizeof(*(ptr)) != sizeof(((structname *)0)->member));                 \
		virtio_cread_many(vdev, offsetof(structname, member), ptr, 1, sizeof(*(ptr)));     \
	} while (0)

/* Writes *ptr to field member. Any context. */
#define virtio_cwrite(vdev, structname, member, ptr)                                               \
	do {                                                                                       \
		BUILD_BUG_ON(sizeof(*(ptr)) != sizeof(((structname *)0)->member));                 \
		(vdev)->config->set(vdev, offsetof(structname, member), ptr, sizeof(*(ptr)));      \
	} while (0)

/* The same if the feature was negotiated, else -ENOENT. */
#define virtio_cread_feature(vdev, fbit, structname, member, ptr)                                  \
	({                                                                                         \
		int _err = -ENOENT;                                                                \
		if (virtio_has_feature(vdev, fbit)) {                                              \
			virtio_cread(vdev, structname, member, ptr);                               \
			_err = 0;                                                                  \
		}                                                                                  \
		_err;                                                                              \
	})

/* The 3.x name for the same by offset: virtio_config_val(vdev, FEATURE, offsetof(...), &v). */
#define virtio_config_val(vdev, fbit, offset, ptr)                                                 \
	({                                                                                         \
		int _err = -ENOENT;                                                                \
		if (virtio_has_feature(vdev, fbit)) {                                              \
			virtio_cread_many(vdev, offset, ptr, 1, sizeof(*(ptr)));                   \
			_err = 0;                                                                  \
		}                                                                                  \
		_err;                                                                              \
	})

#endif
