/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/virtio.h - virtqueues, virtio devices and virtio drivers as a guest driver sees them.
 *
 * One API of several eras: virtqueue_add_buf() with the capacity it returns (2.6.36 to 3.12)
 * beside virtqueue_add_sgs() (3.9 on), virtqueue_kick() beside the split into
 * virtqueue_kick_prepare() and virtqueue_notify() (3.2 on), and virtqueue_kick_unlock() of the 2010
 * proposal "virtio: Support releasing lock during kick".
 *
 * Whoever uses a virtqueue serialises its operations, usually with a lock of the driver. Exempt are
 * virtqueue_disable_cb(), virtqueue_poll(), virtqueue_notify(), virtqueue_is_broken() and
 * virtqueue_get_vring_size(): they may overlap anything.
 */
#ifndef SIM_LINUX_VIRTIO_H
#define SIM_LINUX_VIRTIO_H

#include <linux/device.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct virtio_device;
struct virtio_config_ops;

/* One virtqueue. The fields are for transports and for the ring; a driver uses vdev and priv. */
struct virtqueue {
	struct list_head list; /* in virtio_device.vqs */
	void (*callback)(struct virtqueue *vq); /* the device used buffers; hardirq context */
	const char *name;
	struct virtio_device *vdev;
	unsigned int index;
	unsigned int num_free; /* descriptors; under the user's serialisation */
	void *priv; /* the transport's */
};

typedef void vq_callback_t(struct virtqueue *vq);

/*
 * Exposes one buffer: out_num entries of sg[] that the device reads, then in_num that it writes. An
 * array, not a list: end markers in sg[] are ignored. data is the token that virtqueue_get_buf()
 * returns. Returns the descriptors still free (0 and more), -ENOSPC when the ring has no room,
 * -ENOMEM when a segment cannot be mapped for the device, -EIO when the queue is broken. The device
 * may see the buffer at once, kick or no kick. gfp is for an indirect table only.
 */
int virtqueue_add_buf(struct virtqueue *vq, struct scatterlist sg[], unsigned int out_num,
		      unsigned int in_num, void *data, gfp_t gfp);

/* The same from terminated lists: out_sgs of them to read, then in_sgs to write. Returns 0 or an
 * error as above. */
int virtqueue_add_sgs(struct virtqueue *vq, struct scatterlist *sgs[], unsigned int out_sgs,
		      unsigned int in_sgs, void *data, gfp_t gfp);

/* Tells the device about added buffers unless it asked not to be told. The whole of it counts as
 * one operation. False if the queue is broken. */
bool virtqueue_kick(struct virtqueue *vq);

/*
 * The same, but lock, which the caller holds and which serialises the queue, is released while the
 * device is told, and taken again. Interrupts stay as they are. The queue's own work is over before
 * the lock is dropped; the caller must not rely on anything it learnt before the call. NULL = keep
 * the lock.
 */
bool virtqueue_kick_unlock(struct virtqueue *vq, spinlock_t *lock);

/* First half of a kick, serialised like any operation: true if virtqueue_notify() is needed. */
bool virtqueue_kick_prepare(struct virtqueue *vq);

/* Second half: needs no serialisation, but the queue must still exist. False if it is broken. */
bool virtqueue_notify(struct virtqueue *vq);

/* The token of the next buffer the device has used, or NULL. *len = bytes the device wrote. */
void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len);

/* A hint that no callback is wanted; one may still come. */
void virtqueue_disable_cb(struct virtqueue *vq);

/* Wants callbacks again. False: used buffers are there already and may have got no callback. */
bool virtqueue_enable_cb(struct virtqueue *vq);

/* virtqueue_enable_cb() in two steps: the value returned is for virtqueue_poll(), which is true if
 * the device has used buffers since. */
unsigned int virtqueue_enable_cb_prepare(struct virtqueue *vq);
bool virtqueue_poll(struct virtqueue *vq, unsigned int last_used_idx);

/* Wants a callback when most of what is in flight is used; false: most of it is used already. */
bool virtqueue_enable_cb_delayed(struct virtqueue *vq);

/* After a reset: the token of a buffer the device never used, or NULL when there is none left. */
void *virtqueue_detach_unused_buf(struct virtqueue *vq);

unsigned int virtqueue_get_vring_size(const struct virtqueue *vq);
bool virtqueue_is_broken(const struct virtqueue *vq);

/* A device, as a driver and as its transport see it. */
struct virtio_device {
	int index; /* "virtio<index>" */
	bool failed; /* had failed when it was frozen */
	bool config_enabled; /* under config_lock: the driver hears of config changes */
	bool config_change_pending; /* under config_lock: one came while it did not */
	spinlock_t config_lock;
	spinlock_t vqs_list_lock; /* vqs */
	struct device dev;
	struct virtio_device_id id;
	const struct virtio_config_ops *config;
	struct list_head vqs;
	u64 features; /* negotiated */
	void *priv; /* the driver's */
};

static inline struct virtio_device *dev_to_virtio(struct device *dev)
{
	return container_of(dev, struct virtio_device, dev);
}

/*
 * For transports: dev.parent, dev.release, id and config are set, the rest is zero. Task context, may
 * sleep; binds a driver if there is one. Returns 0, or an error, and then put_device() frees.
 */
int register_virtio_device(struct virtio_device *vdev);
void unregister_virtio_device(struct virtio_device *vdev);
/* For transports: the device's configuration has changed. Any context. */
void virtio_config_changed(struct virtio_device *vdev);
/* Makes every queue of a device that has died refuse work. Any context. */
void virtio_break_device(struct virtio_device *vdev);
/* Back to the power-on state. When it returns no callback of the device runs or will run. */
void virtio_reset_device(struct virtio_device *vdev);
/* For transports: suspend and resume. Task context; 0 or an error. */
int virtio_device_freeze(struct virtio_device *vdev);
int virtio_device_restore(struct virtio_device *vdev);

/*
 * A driver. probe, remove, freeze and restore are called in task context. config_changed is called
 * in hardirq context, between the end of probe and the beginning of remove. probe makes its device
 * live with virtio_device_ready() once it can take a callback; the bus does it otherwise.
 */
struct virtio_driver {
	struct device_driver driver;
	const struct virtio_device_id *id_table; /* ends with device == 0 */
	const unsigned int *feature_table;
	unsigned int feature_table_size;
	int (*probe)(struct virtio_device *vdev);
	void (*scan)(struct virtio_device *vdev);
	void (*remove)(struct virtio_device *vdev);
	void (*config_changed)(struct virtio_device *vdev);
	int (*freeze)(struct virtio_device *vdev);
	int (*restore)(struct virtio_device *vdev);
};

static inline struct virtio_driver *drv_to_virtio(struct device_driver *drv)
{
	return container_of(drv, struct virtio_driver, driver);
}

int register_virtio_driver(struct virtio_driver *driver);
void unregister_virtio_driver(struct virtio_driver *driver);

#endif
