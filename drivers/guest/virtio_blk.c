/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk.c - virtio block device: probe and remove, limits, suspend, module.
 *
 * Re-implements Linux's virtio_blk of 3.7 with its two paths, chosen by use_bio: requests through the
 * elevator (request_fn), or bios directly ("Add bio-based IO path for virtio-blk", Asias He, 2012).
 * kick_mode chooses between the kick as it was, Stefan Hajnoczi's "virtio: Support releasing lock
 * during kick" (2010), and the later split into prepare and notify. Where 3.7 is known to be wrong
 * this driver follows the later fixes: the device is live before the disk is, removal and suspend
 * wait for both paths, the state outlives the device while the disk is open, an error of a flush is
 * not lost, and the two paths wake each other.
 *
 * virtio_blk_ring.c holds what both paths share, virtio_blk_req.c and virtio_blk_bio.c the paths;
 * virtio_blk_disk.c what does not depend on them.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_ring.h>

#include "virtio_blk.h"

#define VIRTBLK_SCSI_SGS 3 /* entries of a SCSI command's buffer beside the fixed ones */

bool virtblk_use_bio;
module_param_named(use_bio, virtblk_use_bio, bool, 0444);
MODULE_PARM_DESC(use_bio, "bios go to the device directly, without the elevator");

int virtblk_kick_mode = VIRTBLK_KICK_LOCKED;
module_param_named(kick_mode, virtblk_kick_mode, int, 0444);
MODULE_PARM_DESC(kick_mode, "0: lock held, 1: dropped inside the kick, 2: prepare and notify");

static void virtblk_free(struct virtblk_disk *vd)
{
	struct virtio_blk *vblk = container_of(vd, struct virtio_blk, vd);

	mempool_destroy(vblk->pool);
	kfree(vblk);
}

static int virtblk_init_vq(struct virtio_blk *vblk)
{
	struct virtqueue *vq = virtio_find_single_vq(vblk->vd.vdev, virtblk_done, "requests");

	vblk->vq = IS_ERR(vq) ? NULL : vq;
	return IS_ERR(vq) ? PTR_ERR(vq) : 0;
}

/*
 * Data segments a request may have. The device says how many it takes; without indirect
 * descriptors the whole buffer must fit into the ring as well. 0: not even one does.
 */
static unsigned int virtblk_max_segments(const struct virtio_blk *vblk)
{
	unsigned int segments = vblk->sg_elems - VIRTBLK_FIXED_SGS;
	unsigned int fixed = VIRTBLK_FIXED_SGS;
	unsigned int ring = virtqueue_get_vring_size(vblk->vq);

	if (virtio_has_feature(vblk->vd.vdev, VIRTIO_RING_F_INDIRECT_DESC))
		return segments;
	if (virtio_has_feature(vblk->vd.vdev, VIRTIO_BLK_F_SCSI))
		fixed += VIRTBLK_SCSI_SGS;
	return ring > fixed ? min(segments, ring - fixed) : 0;
}

/* What the device says about block sizes and alignment (virtio 1.1, 5.2.4). */
static void virtblk_set_topology(struct virtio_blk *vblk)
{
	struct virtio_device *vdev = vblk->vd.vdev;
	struct request_queue *q = vblk->vd.disk->queue;
	u32 blk_size, opt_io_size;
	u16 min_io_size;
	u8 exponent, alignment_offset;

	if (virtio_cread_feature(vdev, VIRTIO_BLK_F_BLK_SIZE, struct virtio_blk_config, blk_size,
				 &blk_size))
		blk_size = queue_logical_block_size(q);
	blk_queue_logical_block_size(q, blk_size);

	if (!virtio_has_feature(vdev, VIRTIO_BLK_F_TOPOLOGY))
		return;
	virtio_cread(vdev, struct virtio_blk_config, physical_block_exp, &exponent);
	virtio_cread(vdev, struct virtio_blk_config, alignment_offset, &alignment_offset);
	virtio_cread(vdev, struct virtio_blk_config, min_io_size, &min_io_size);
	virtio_cread(vdev, struct virtio_blk_config, opt_io_size, &opt_io_size);
	if (exponent)
		blk_queue_physical_block_size(q, blk_size << exponent);
	if (alignment_offset)
		blk_queue_alignment_offset(q, blk_size * alignment_offset);
	if (min_io_size)
		blk_queue_io_min(q, blk_size * min_io_size);
	if (opt_io_size)
		blk_queue_io_opt(q, blk_size * opt_io_size);
}

static int virtblk_set_limits(struct virtio_blk *vblk)
{
	struct virtio_device *vdev = vblk->vd.vdev;
	struct request_queue *q = vblk->vd.disk->queue;
	unsigned int segments = virtblk_max_segments(vblk);
	u32 size_max;

	if (!segments) {
		dev_err(&vdev->dev, "a ring of %u descriptors is too small\n",
			virtqueue_get_vring_size(vblk->vq));
		return -EINVAL;
	}
	blk_queue_max_segments(q, segments);
	blk_queue_bounce_limit(q, BLK_BOUNCE_ANY);
	blk_queue_max_hw_sectors(q, -1U);
	if (virtio_cread_feature(vdev, VIRTIO_BLK_F_SIZE_MAX, struct virtio_blk_config, size_max,
				 &size_max))
		size_max = -1U;
	blk_queue_max_segment_size(q, size_max);

	if (virtio_has_feature(vdev, VIRTIO_BLK_F_FLUSH))
		blk_queue_flush(q, REQ_FLUSH);
	if (virtio_has_feature(vdev, VIRTIO_BLK_F_RO))
		set_disk_ro(vblk->vd.disk, 1);
	virtblk_set_topology(vblk);
	return 0;
}

static struct virtio_blk *virtblk_alloc(struct virtio_device *vdev)
{
	size_t req_bytes = sizeof(struct virtblk_req);
	struct virtio_blk *vblk;
	u32 seg_max;

	if (virtio_cread_feature(vdev, VIRTIO_BLK_F_SEG_MAX, struct virtio_blk_config, seg_max,
				 &seg_max) ||
	    !seg_max)
		seg_max = 1;
	seg_max = min(seg_max, (u32)VIRTBLK_SEGMENTS_MAX) + VIRTBLK_FIXED_SGS;

	vblk = kzalloc(sizeof(*vblk) + (seg_max + VIRTBLK_SCSI_SGS) * sizeof(vblk->sg[0]),
		       GFP_KERNEL);
	if (!vblk)
		return NULL;
	if (virtblk_use_bio)
		req_bytes += seg_max * sizeof(struct scatterlist);
	vblk->pool = mempool_create_kmalloc_pool(1, req_bytes);
	if (!vblk->pool) {
		kfree(vblk);
		return NULL;
	}

	vblk->sg_elems = seg_max;
	sg_init_table(vblk->sg, seg_max + VIRTBLK_SCSI_SGS);
	init_waitqueue_head(&vblk->room_wait);
	init_waitqueue_head(&vblk->drain_wait);
	timer_setup(&vblk->retry_timer, virtblk_retry, 0);
	return vblk;
}

static int virtblk_alloc_disk(struct virtio_blk *vblk)
{
	struct request_queue *q;
	int err = virtblk_disk_alloc(&vblk->vd);

	if (err)
		return err;
	q = blk_init_queue(virtblk_request, NULL);
	if (!q) {
		put_disk(vblk->vd.disk);
		return -ENOMEM;
	}
	if (virtblk_use_bio)
		blk_queue_make_request(q, virtblk_make_request);
	q->queuedata = vblk;
	vblk->vd.disk->queue = q;
	return 0;
}

/* A device that broke the rules, or was torn out, serves no more: what it has fails, and so does what
 * comes ("virtio_blk: Fix disk deletion hang on device surprise removal", 2025). */
static void virtblk_fail_requests(struct virtio_blk *vblk)
{
	struct request_queue *q = vblk->vd.disk->queue;
	struct virtblk_req *vbr;

	/* Who told the device of a command before the queue broke has done so, with the lock or without. */
	spin_lock_irq(q->queue_lock);
	spin_unlock_irq(q->queue_lock);
	synchronize_rcu();
	virtio_reset_device(vblk->vd.vdev);
	spin_lock_irq(q->queue_lock);
	while ((vbr = virtqueue_detach_unused_buf(vblk->vq))) {
		vblk->in_flight--;
		vbr->status = VIRTIO_BLK_S_IOERR;
		if (vbr->bio)
			virtblk_bio_done(vbr);
		else
			virtblk_request_done(vbr);
	}
	wake_up_all(&vblk->room_wait);
	virtblk_restart(vblk);
	spin_unlock_irq(q->queue_lock);
}

/*
 * From a disk that is known to nothing. Those who have it open keep vblk and the queue, and get
 * errors.
 */
static void virtblk_teardown(struct virtio_blk *vblk)
{
	struct virtio_device *vdev = vblk->vd.vdev;
	struct gendisk *disk = vblk->vd.disk;

	virtblk_disk_del(&vblk->vd);

	/* Requests are served to the end. Then no bio gets in; those in the ring are served too. */
	blk_cleanup_queue(disk->queue);
	virtblk_drain(vblk, VIRTBLK_DEAD);
	flush_workqueue(virtblk_wq);

	virtio_reset_device(vdev);
	if (vblk->vq)
		vdev->config->del_vqs(vdev);
	put_disk(disk);
	virtblk_disk_put(&vblk->vd);
}

/* Everything an interrupt needs is there before find_vqs, which is where interrupts may begin. */
static int virtblk_probe(struct virtio_device *vdev)
{
	struct virtio_blk *vblk;
	int err;

	vblk = virtblk_alloc(vdev);
	if (!vblk)
		return -ENOMEM;
	err = virtblk_disk_init(&vblk->vd, vdev, virtblk_free);
	if (err)
		goto free_vblk;
	err = virtblk_alloc_disk(vblk);
	if (err)
		goto put_vblk;

	vdev->priv = vblk;
	err = virtblk_init_vq(vblk);
	if (err)
		goto free_disk;
	err = virtblk_set_limits(vblk);
	if (err)
		goto del_vqs;
	err = virtblk_disk_add(&vblk->vd);
	if (err)
		virtblk_teardown(vblk);
	return err;

del_vqs:
	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
free_disk:
	blk_cleanup_queue(vblk->vd.disk->queue);
	put_disk(vblk->vd.disk);
put_vblk:
	virtblk_disk_put(&vblk->vd);
	return err;
free_vblk:
	virtblk_free(&vblk->vd);
	return err;
}

static void virtblk_remove(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;

	/* The bus brings no change of configuration any more; the last may still be at work. */
	flush_work(&vblk->vd.config_work);

	if (vblk->vq && virtqueue_is_broken(vblk->vq))
		virtblk_fail_requests(vblk);
	virtblk_teardown(vblk);
}

/* Everything in flight completes; what comes from now on waits. */
static int virtblk_freeze(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;

	flush_work(&vblk->vd.config_work);
	virtblk_drain(vblk, VIRTBLK_QUIESCED);
	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
	return 0;
}

static int virtblk_restore(struct virtio_device *vdev)
{
	struct virtio_blk *vblk = vdev->priv;
	struct request_queue *q = vblk->vd.disk->queue;
	int err;

	err = virtblk_init_vq(vblk);
	if (!err)
		virtio_device_ready(vdev);

	/* If the device did not come back, those who wait are told. */
	spin_lock_irq(q->queue_lock);
	vblk->state = err ? VIRTBLK_DEAD : VIRTBLK_RUNNING;
	wake_up_all(&vblk->room_wait);
	blk_start_queue(q);
	spin_unlock_irq(q->queue_lock);
	return err;
}

static const struct virtio_device_id virtblk_ids[] = {
	{ VIRTIO_ID_BLOCK, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static const unsigned int virtblk_features[] = {
	VIRTIO_BLK_F_SEG_MAX, VIRTIO_BLK_F_SIZE_MAX, VIRTIO_BLK_F_RO,	    VIRTIO_BLK_F_BLK_SIZE,
	VIRTIO_BLK_F_SCSI,    VIRTIO_BLK_F_FLUSH,    VIRTIO_BLK_F_TOPOLOGY,
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
	if (virtblk_kick_mode < VIRTBLK_KICK_LOCKED ||
	    virtblk_kick_mode > VIRTBLK_KICK_PREPARE_NOTIFY) {
		pr_err("virtio_blk: kick_mode=%d is not one of 0, 1, 2\n", virtblk_kick_mode);
		return -EINVAL;
	}
	return virtblk_register_driver(&virtblk_driver);
}

static void __exit virtblk_exit(void)
{
	virtblk_unregister_driver(&virtblk_driver);
}

module_init(virtblk_init);
module_exit(virtblk_exit);

MODULE_DEVICE_TABLE(virtio, virtblk_ids);
MODULE_DESCRIPTION("Virtio block device");
MODULE_LICENSE("GPL v2");
