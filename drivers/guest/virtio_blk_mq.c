/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_mq.c - virtio block device with several queues: probe and remove, suspend, module.
 *
 * Re-implements Linux's virtio_blk on blk-mq, as the series "block: virtio-blk: support multi vq per
 * virtio-blk" (Ming Lei, 2014, v3) left it: one virtqueue for each hardware queue, with a lock and a
 * name of its own, and with its interrupt where the queue's requests come from, which the series
 * leaves to do. Where that is known to be wrong this driver follows the later fixes: the device is
 * live before the disk is, no request is in a ring that goes away, the state outlives the device
 * while the disk is open.
 *
 * Beside virtio_blk.c, which is the same device's driver before blk-mq: one of the two is loaded.
 * virtio_blk_disk.c is part of both.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_ring.h>

#include "virtio_blk_mq.h"

static unsigned int virtblk_num_queues;
module_param_named(num_queues, virtblk_num_queues, uint, 0444);
MODULE_PARM_DESC(num_queues, "queues to use at most; 0: as many as device and CPUs have");

static void virtblk_free(struct virtblk_disk *vd)
{
	kfree(container_of(vd, struct virtio_blk, vd));
}

/* ---- virtqueues -------------------------------------------------------------------------------- */

/* As many as the device has, and at most one for each CPU. */
static unsigned int virtblk_count_vqs(struct virtio_device *vdev)
{
	u16 num_vqs;

	if (virtio_cread_feature(vdev, VIRTIO_BLK_F_MQ, struct virtio_blk_config, num_queues,
				 &num_vqs))
		num_vqs = 1;
	if (virtblk_num_queues)
		num_vqs = min_t(unsigned int, num_vqs, virtblk_num_queues);
	return clamp_t(unsigned int, num_vqs, 1, nr_cpu_ids);
}

/*
 * On success vblk->vqs is complete. Interrupts may come before this returns, so locks and names are
 * there before the virtqueues are.
 */
static int virtblk_init_vqs(struct virtio_blk *vblk)
{
	unsigned int num_vqs = virtblk_count_vqs(vblk->vd.vdev);
	const char **names = kmalloc_array(num_vqs, sizeof(*names), GFP_KERNEL);
	vq_callback_t **callbacks = kmalloc_array(num_vqs, sizeof(*callbacks), GFP_KERNEL);
	struct virtqueue **vqs = kmalloc_array(num_vqs, sizeof(*vqs), GFP_KERNEL);
	unsigned int i;
	int err = -ENOMEM;

	vblk->vqs = kcalloc(num_vqs, sizeof(*vblk->vqs), GFP_KERNEL);
	if (!names || !callbacks || !vqs || !vblk->vqs)
		goto out;
	for (i = 0; i < num_vqs; i++) {
		spin_lock_init(&vblk->vqs[i].lock);
		snprintf(vblk->vqs[i].name, sizeof(vblk->vqs[i].name), "req.%u", i);
		names[i] = vblk->vqs[i].name;
		callbacks[i] = virtblk_done;
	}
	err = virtio_find_vqs(vblk->vd.vdev, num_vqs, vqs, callbacks, names);
	for (i = 0; !err && i < num_vqs; i++)
		vblk->vqs[i].vq = vqs[i];
	vblk->num_vqs = num_vqs;
out:
	kfree(vqs);
	kfree(callbacks);
	kfree(names);
	if (err) {
		kfree(vblk->vqs);
		vblk->vqs = NULL;
	}
	return err;
}

static void virtblk_del_vqs(struct virtio_blk *vblk)
{
	virtio_reset_device(vblk->vd.vdev);
	if (!vblk->vqs)
		return;
	vblk->vd.vdev->config->del_vqs(vblk->vd.vdev);
	kfree(vblk->vqs);
	vblk->vqs = NULL;
}

/* A queue's interrupt comes to a CPU whose requests it completes. */
static void virtblk_set_affinity(struct virtio_blk *vblk)
{
	struct request_queue *q = vblk->vd.disk->queue;
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i) {
		struct virtqueue *vq = vblk->vqs[i].vq;

		dev_info(&vblk->vd.vdev->dev, "%s serves CPU %u and %u others\n", vq->name,
			 cpumask_first(&hctx->cpumask), hctx->nr_ctx - 1);
		virtqueue_set_affinity(vq, &hctx->cpumask);
	}
}

/* ---- probe and remove -------------------------------------------------------------------------- */

static struct virtio_blk *virtblk_alloc(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = kzalloc(sizeof(*vblk), GFP_KERNEL);
	u32 seg_max;

	if (!vblk)
		return NULL;
	if (virtblk_disk_init(&vblk->vd, vdev, virtblk_free)) {
		kfree(vblk);
		return NULL;
	}
	if (virtio_cread_feature(vdev, VIRTIO_BLK_F_SEG_MAX, struct virtio_blk_config, seg_max,
				 &seg_max))
		seg_max = 1;
	vblk->seg_max = clamp(seg_max, (u32)1, (u32)VIRTBLK_SEGMENTS_MAX);
	vdev->priv = vblk;
	return vblk;
}

/* Without indirect descriptors a request must fit into the ring; half a ring of requests, then, keeps
 * it full. */
static int virtblk_alloc_tag_set(struct virtio_blk *vblk)
{
	struct blk_mq_tag_set *set = &vblk->tag_set;
	unsigned int ring = virtqueue_get_vring_size(vblk->vqs[0].vq);

	set->queue_depth = ring;
	if (!virtio_has_feature(vblk->vd.vdev, VIRTIO_RING_F_INDIRECT_DESC)) {
		if (ring <= VIRTBLK_FIXED_SGS)
			return -EINVAL;
		vblk->seg_max = min(vblk->seg_max, ring - VIRTBLK_FIXED_SGS);
		set->queue_depth = ring / 2;
	}
	set->ops = &virtblk_mq_ops;
	set->nr_hw_queues = vblk->num_vqs;
	set->flags = BLK_MQ_F_SHOULD_MERGE;
	set->cmd_size = sizeof(struct virtblk_req) + vblk->seg_max * sizeof(struct scatterlist);
	set->driver_data = vblk;
	return blk_mq_alloc_tag_set(set);
}

static void virtblk_set_limits(struct virtio_blk *vblk)
{
	struct request_queue *q = vblk->vd.disk->queue;
	u32 blk_size;

	blk_queue_max_segments(q, vblk->seg_max);
	blk_queue_max_hw_sectors(q, -1U);
	blk_queue_max_segment_size(q, -1U);
	if (!virtio_cread_feature(vblk->vd.vdev, VIRTIO_BLK_F_BLK_SIZE, struct virtio_blk_config,
				  blk_size, &blk_size))
		blk_queue_logical_block_size(q, blk_size);
	if (virtio_has_feature(vblk->vd.vdev, VIRTIO_BLK_F_FLUSH))
		blk_queue_flush(q, REQ_FLUSH);
	if (virtio_has_feature(vblk->vd.vdev, VIRTIO_BLK_F_RO))
		set_disk_ro(vblk->vd.disk, 1);
}

static int virtblk_alloc_disk(struct virtio_blk *vblk)
{
	struct request_queue *q;
	int err = virtblk_disk_alloc(&vblk->vd);

	if (err)
		return err;
	q = blk_mq_init_queue(&vblk->tag_set);
	if (IS_ERR(q)) {
		put_disk(vblk->vd.disk);
		return PTR_ERR(q);
	}
	q->queuedata = vblk;
	vblk->vd.disk->queue = q;
	return 0;
}

/* A device that broke the rules, or was torn out, serves no more: what it has fails, and so does what
 * comes ("virtio_blk: Fix disk deletion hang on device surprise removal", 2025). */
static void virtblk_fail_requests(struct virtio_blk *vblk)
{
	struct request_queue *q = vblk->vd.disk->queue;
	unsigned int i;

	/* Nobody tells the device of a request any more. */
	blk_mq_quiesce_queue(q);
	virtio_reset_device(vblk->vd.vdev);
	for (i = 0; i < vblk->num_vqs; i++)
		virtblk_fail_ring(&vblk->vqs[i]);
	blk_mq_unquiesce_queue(q);
	blk_mq_start_stopped_hw_queues(q, true);
}

/*
 * From a disk that is known to nothing. Requests are served to the end before the device goes. Those
 * who have the disk open keep vblk and the queue, and get errors.
 */
static void virtblk_teardown(struct virtio_blk *vblk)
{
	struct gendisk *disk = vblk->vd.disk;

	virtblk_disk_del(&vblk->vd);

	blk_cleanup_queue(disk->queue);
	blk_mq_free_tag_set(&vblk->tag_set);

	virtblk_del_vqs(vblk);
	put_disk(disk);
	virtblk_disk_put(&vblk->vd);
}

static int virtblk_probe(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = virtblk_alloc(vdev);
	int err;

	if (!vblk)
		return -ENOMEM;
	err = virtblk_init_vqs(vblk);
	if (err)
		goto put_vblk;
	err = virtblk_alloc_tag_set(vblk);
	if (err)
		goto del_vqs;
	err = virtblk_alloc_disk(vblk);
	if (err)
		goto free_tags;
	virtblk_set_limits(vblk);
	virtblk_set_affinity(vblk);
	err = virtblk_disk_add(&vblk->vd);
	if (err)
		virtblk_teardown(vblk);
	return err;

free_tags:
	blk_mq_free_tag_set(&vblk->tag_set);
del_vqs:
	virtblk_del_vqs(vblk);
put_vblk:
	virtblk_disk_put(&vblk->vd);
	return err;
}

static void virtblk_remove(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;

	/* The bus brings no change of configuration any more; the last may still be at work. */
	flush_work(&vblk->vd.config_work);

	if (vblk->vqs && virtqueue_is_broken(vblk->vqs[0].vq))
		virtblk_fail_requests(vblk);
	virtblk_teardown(vblk);
}

/*
 * Frozen, the queue has no request. Quiesced, it calls us no more, and nobody is left who still tells
 * the device of a request that has long completed. Then requests may gather again.
 */
static int virtblk_freeze(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;
	struct request_queue *q = vblk->vd.disk->queue;

	flush_work(&vblk->vd.config_work);
	blk_mq_freeze_queue(q);
	blk_mq_quiesce_queue(q);
	blk_mq_unfreeze_queue(q);
	virtblk_del_vqs(vblk);
	return 0;
}

/* If the device does not come back, those who wait are told. */
static int virtblk_restore(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;
	int err = virtblk_init_vqs(vblk);

	if (!err) {
		virtblk_set_affinity(vblk);
		virtio_device_ready(vdev);
	}
	blk_mq_unquiesce_queue(vblk->vd.disk->queue);
	return err;
}

/* ---- module ------------------------------------------------------------------------------------ */

static const struct virtio_device_id virtblk_ids[] = {
	{ VIRTIO_ID_BLOCK, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static const unsigned int virtblk_features[] = {
	VIRTIO_BLK_F_SEG_MAX, VIRTIO_BLK_F_RO, VIRTIO_BLK_F_BLK_SIZE,
	VIRTIO_BLK_F_FLUSH,   VIRTIO_BLK_F_MQ,
};

static struct virtio_driver virtblk_driver = {
	.driver.name = "virtio_blk",
	.driver.owner = THIS_MODULE,
	.id_table = virtblk_ids,
	.feature_table = virtblk_features,
	.feature_table_size = ARRAY_SIZE(virtblk_features),
	.probe = virtblk_probe,
	.remove = virtblk_remove,
	.config_changed = virtblk_config_changed,
	.freeze = virtblk_freeze,
	.restore = virtblk_restore,
};

static int __init virtblk_init(void)
{
	return virtblk_register_driver(&virtblk_driver);
}

static void __exit virtblk_exit(void)
{
	virtblk_unregister_driver(&virtblk_driver);
}

module_init(virtblk_init);
module_exit(virtblk_exit);

MODULE_DEVICE_TABLE(virtio, virtblk_ids);
MODULE_DESCRIPTION("Virtio block device with several queues");
MODULE_LICENSE("GPL v2");
