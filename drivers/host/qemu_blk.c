/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk.c - a virtio-blk device model as a user-space process has it.
 *
 * Re-implements hw/virtio-blk.c of QEMU 0.12 to 1.3 (the kicking vCPU exits to user space and
 * submits the I/O under the big lock; the main loop completes it), its ioeventfd of 0.14 (the main
 * loop does both), and the data plane of QEMU 1.4 and later (iothreads wait behind ioeventfds, do
 * both, and need no lock). Which one is chosen when the device is realised.
 *
 * A reset drains: requests in flight complete to the driver before the reset is over, after which
 * the rings are forgotten (virtio 1.1, 2.1.2 and 2.4).
 */
#include <qemu/bswap.h>

#include "qemu_blk.h"

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn virtio_blk_realize;
virtio_unrealize_fn virtio_blk_unrealize;
virtio_get_features_fn virtio_blk_get_features;
virtio_get_config_fn virtio_blk_get_config;
virtio_set_queue_fn virtio_blk_set_queue;
virtio_set_status_fn virtio_blk_set_status;
virtio_reset_fn virtio_blk_reset;
virtio_handle_output_fn virtio_blk_handle_output;
virtio_host_notifier_fn virtio_blk_host_notifier;

void *virtio_blk_realize(const struct virtio_bus_conf *conf)
{
	VirtIOBlock *s = g_new0(VirtIOBlock, 1);
	BlockAioMode aio = conf->aio == VIRTIO_BUS_AIO_NATIVE ? BLOCK_AIO_NATIVE :
								BLOCK_AIO_THREADS;

	virtio_init(&s->parent_obj, "virtio-blk", conf, virtio_blk_handle_vq);
	s->blk = blk_new(conf->drive, aio, conf->pool_threads);
	virtio_blk_threads_create(s);
	return s;
}

void virtio_blk_unrealize(void *device)
{
	VirtIOBlock *s = device;

	virtio_blk_stop(s);
	virtio_blk_threads_destroy(s);
	blk_unref(s->blk);
	virtio_cleanup(&s->parent_obj);
	g_free(s);
}

uint64_t virtio_blk_get_features(void *device)
{
	VirtIOBlock *s = device;
	const VirtIOBusConf *conf = &s->parent_obj.conf;
	uint64_t features = virtio_host_features(&s->parent_obj) | 1ull << VIRTIO_BLK_F_SEG_MAX |
			    1ull << VIRTIO_BLK_F_BLK_SIZE | 1ull << VIRTIO_BLK_F_TOPOLOGY;

	if (conf->queues > 1)
		features |= 1ull << VIRTIO_BLK_F_MQ;
	if (conf->read_only)
		features |= 1ull << VIRTIO_BLK_F_RO;
	if (blk_enable_write_cache(s->blk))
		features |= 1ull << VIRTIO_BLK_F_FLUSH;
	return features;
}

unsigned int virtio_blk_get_config(void *device, void *config, unsigned int bytes)
{
	VirtIOBlock *s = device;
	struct virtio_blk_config blkcfg;

	memset(&blkcfg, 0, sizeof(blkcfg));
	blkcfg.capacity = cpu_to_le64((uint64_t)blk_getlength(s->blk) >> BDRV_SECTOR_BITS);
	blkcfg.seg_max = cpu_to_le32(s->parent_obj.conf.seg_max);
	blkcfg.blk_size = cpu_to_le32(BDRV_SECTOR_SIZE);
	blkcfg.min_io_size = cpu_to_le16(1);
	blkcfg.opt_io_size = cpu_to_le32(1);
	blkcfg.num_queues = cpu_to_le16(s->parent_obj.conf.queues);
	memcpy(config, &blkcfg, MIN(bytes, sizeof(blkcfg)));
	return sizeof(blkcfg);
}

bool virtio_blk_set_queue(void *device, unsigned int index, const struct virtio_bus_queue *queue)
{
	VirtIOBlock *s = device;

	return virtio_queue_set_rings(&s->parent_obj, index, queue);
}

void virtio_blk_set_status(void *device, uint8_t status, uint64_t features)
{
	VirtIOBlock *s = device;

	if (virtio_set_status(&s->parent_obj, status, features))
		virtio_blk_start(s);
}

void virtio_blk_reset(void *device)
{
	VirtIOBlock *s = device;

	virtio_blk_stop(s);
	virtio_reset(&s->parent_obj);
}

void virtio_blk_handle_output(void *device, unsigned int index)
{
	VirtIOBlock *s = device;

	virtio_queue_notify_vq(&s->parent_obj.vq[index]);
}

struct sim_eventfd *virtio_blk_host_notifier(void *device, unsigned int index)
{
	VirtIOBlock *s = device;

	return &s->parent_obj.vq[index].host_notifier.fd;
}
