/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_rng.c - entropy device (virtio 1.1, 5.4): one buffer, always with the device or full.
 *
 * Re-implements Linux's virtio-rng as it is since 5.16 and 6.6: a buffer of its own that stays
 * requested ("hwrng: virtio - add an internal buffer", "always add a pending request", Laurent
 * Vivier, 2021), and a length that is published behind the data ("hwrng: virtio - Fix race on
 * data_avail and actual data", 2023). A removal wakes the reader, ends the reading, and only then
 * takes the queue away. Where Linux relies on there being one buffer, a lock keeps the interrupt
 * for it apart from the kick that follows its request.
 */
#include <linux/cache.h>
#include <linux/hw_random.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/wait.h>

struct virtrng_info {
	struct hwrng hwrng;
	struct virtqueue *vq;
	char name[24];
	int index;
	bool removed;
	bool requested; /* the buffer is with the device, or full; the reader's */
	spinlock_t lock; /* the queue's operations */
	wait_queue_head_t have_data;
	unsigned int data_avail; /* bytes of data that nobody has had; 0: the device has the buffer */
	unsigned int data_idx; /* the first of them; the reader's */
	u8 data[SMP_CACHE_BYTES];
};

static DEFINE_IDA(rng_index_ida);

/* Hardirq. */
static void random_recv_done(struct virtqueue *vq)
{
	struct virtrng_info *vi = vq->vdev->priv;
	unsigned int len;
	void *data;

	spin_lock(&vi->lock);
	data = virtqueue_get_buf(vq, &len);
	spin_unlock(&vi->lock);
	/* The line is shared: it may be about another device, or about nothing. */
	if (!data)
		return;

	/* A device may not have written more than there was room for. */
	smp_store_release(&vi->data_avail, min_t(unsigned int, len, sizeof(vi->data)));
	wake_up(&vi->have_data);
}

/* Of an empty buffer; if this fails, the next reader tries again. */
static int request_entropy(struct virtrng_info *vi)
{
	struct scatterlist sg;
	int err;

	vi->data_idx = 0;
	sg_init_one(&sg, vi->data, sizeof(vi->data));
	spin_lock_irq(&vi->lock);
	err = virtqueue_add_buf(vi->vq, &sg, 0, 1, vi->data, GFP_ATOMIC);
	vi->requested = err >= 0;
	if (vi->requested)
		virtqueue_kick(vi->vq);
	spin_unlock_irq(&vi->lock);
	return vi->requested ? 0 : err;
}

/* Takes up to size of the avail bytes that the buffer has. */
static unsigned int copy_data(struct virtrng_info *vi, unsigned int avail, void *buf, size_t size)
{
	unsigned int bytes = min_t(size_t, size, avail);

	memcpy(buf, vi->data + vi->data_idx, bytes);
	vi->data_idx += bytes;
	WRITE_ONCE(vi->data_avail, avail - bytes);
	if (avail == bytes)
		request_entropy(vi);
	return bytes;
}

/* One reader at a time, until hwrng_unregister() returns. */
static int virtio_read(struct hwrng *rng, void *buf, size_t size, bool wait)
{
	struct virtrng_info *vi = (struct virtrng_info *)rng->priv;
	size_t done = 0;
	int err = 0;

	while (done < size && !err) {
		unsigned int avail;

		if (wait && vi->requested)
			wait_event(vi->have_data,
				   READ_ONCE(vi->data_avail) || READ_ONCE(vi->removed));
		avail = smp_load_acquire(&vi->data_avail);
		if (READ_ONCE(vi->removed))
			err = -ENODEV;
		else if (avail)
			done += copy_data(vi, avail, (u8 *)buf + done, size - done);
		else if (vi->requested)
			break;
		else
			err = request_entropy(vi);
	}
	return done ? (int)done : err;
}

static void virtrng_free(struct virtio_device *vdev)
{
	struct virtrng_info *vi = vdev->priv;

	vdev->priv = NULL;
	ida_free(&rng_index_ida, vi->index);
	kfree(vi);
}

static struct virtrng_info *virtrng_alloc(struct virtio_device *vdev)
{
	struct virtrng_info *vi = kzalloc(sizeof(*vi), GFP_KERNEL);

	if (!vi)
		return NULL;
	vi->index = ida_alloc(&rng_index_ida, GFP_KERNEL);
	if (vi->index < 0) {
		kfree(vi);
		return NULL;
	}
	snprintf(vi->name, sizeof(vi->name), "virtio_rng.%d", vi->index);
	spin_lock_init(&vi->lock);
	init_waitqueue_head(&vi->have_data);
	vi->hwrng.name = vi->name;
	vi->hwrng.read = virtio_read;
	vi->hwrng.priv = (unsigned long)vi;
	vdev->priv = vi;
	return vi;
}

static int virtrng_probe(struct virtio_device *vdev)
{
	struct virtrng_info *vi = virtrng_alloc(vdev);
	int err;

	if (!vi)
		return -ENOMEM;
	vi->vq = virtio_find_single_vq(vdev, random_recv_done, "input");
	if (IS_ERR(vi->vq)) {
		err = PTR_ERR(vi->vq);
		goto free;
	}
	virtio_device_ready(vdev);

	/* The first reader finds a request pending, or its answer. */
	request_entropy(vi);
	err = hwrng_register(&vi->hwrng);
	if (!err)
		return 0;

	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
free:
	virtrng_free(vdev);
	return err;
}

static void virtrng_remove(struct virtio_device *vdev)
{
	struct virtrng_info *vi = vdev->priv;

	/* A device that did not come back from a suspend has nothing left. */
	if (!vi) {
		virtio_reset_device(vdev);
		return;
	}
	WRITE_ONCE(vi->removed, true);
	wake_up(&vi->have_data);
	hwrng_unregister(&vi->hwrng);
	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
	virtrng_free(vdev);
}

/* Nothing is worth keeping over a suspend. */
static int virtrng_freeze(struct virtio_device *vdev)
{
	virtrng_remove(vdev);
	return 0;
}

static const struct virtio_device_id virtrng_ids[] = {
	{ VIRTIO_ID_RNG, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static struct virtio_driver virtio_rng_driver = {
	.driver.name = "virtio_rng",
	.driver.owner = THIS_MODULE,
	.id_table = virtrng_ids,
	.probe = virtrng_probe,
	.remove = virtrng_remove,
	.freeze = virtrng_freeze,
	.restore = virtrng_probe,
};

static int __init virtrng_init(void)
{
	return register_virtio_driver(&virtio_rng_driver);
}

static void __exit virtrng_exit(void)
{
	unregister_virtio_driver(&virtio_rng_driver);
	ida_destroy(&rng_index_ida);
}

module_init(virtrng_init);
module_exit(virtrng_exit);

MODULE_DEVICE_TABLE(virtio, virtrng_ids);
MODULE_DESCRIPTION("Virtio random number driver");
MODULE_LICENSE("GPL");
