/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_rng.c - a virtio-rng device, whose bytes come from a generator that can be run backwards.
 *
 * Re-implements hw/virtio/virtio-rng.c of QEMU (1.3 and later) without its rate limit. Each eight
 * bytes are a number from a sequence in which none comes twice, so that whoever reads them can tell
 * which they are (see rng_word()). Served in the exit of a vCPU under the big lock, or in an
 * iothread.
 */
#include <qemu/bswap.h>

#include "qemu_virtqueue_served.h"

typedef struct VirtIORNG {
	VirtIOServed served; /* first */
	uint64_t words; /* given out */
} VirtIORNG;

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn virtio_rng_realize;
virtio_unrealize_fn virtio_rng_unrealize;
virtio_get_features_fn virtio_rng_get_features;
virtio_get_config_fn virtio_rng_get_config;
virtio_set_queue_fn virtio_rng_set_queue;
virtio_set_status_fn virtio_rng_set_status;
virtio_reset_fn virtio_rng_reset;
virtio_handle_output_fn virtio_rng_handle_output;
virtio_host_notifier_fn virtio_rng_host_notifier;

/* A permutation of the 64-bit numbers (the finaliser of splitmix64); model/world_rng.c undoes it. */
static uint64_t rng_word(uint64_t n)
{
	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9ull;
	n = (n ^ n >> 27) * 0x94d049bb133111ebull;
	return n ^ n >> 31;
}

static bool rng_pop(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIORNG *s = (VirtIORNG *)vdev;
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
	size_t bytes, done;

	if (!elem)
		return false;
	bytes = iov_size(elem->in_sg, elem->in_num);
	for (done = 0; done < bytes; done += sizeof(uint64_t)) {
		uint64_t word = cpu_to_le64(rng_word(++s->words));

		iov_from_buf(elem->in_sg, elem->in_num, done, &word,
			     MIN(sizeof(word), bytes - done));
	}
	virtqueue_push(vq, elem, bytes);
	g_free(elem);
	virtio_notify(vq);
	return true;
}

static void rng_handle_output(VirtIODevice *vdev, VirtQueue *vq)
{
	virtio_queue_run(vdev, vq, rng_pop);
}

void *virtio_rng_realize(const struct virtio_bus_conf *conf)
{
	VirtIORNG *s = g_new0(VirtIORNG, 1);

	virtio_served_init(&s->served, "virtio-rng", conf, rng_handle_output);
	return s;
}

void virtio_rng_unrealize(void *device)
{
	VirtIORNG *s = device;

	virtio_served_stop(&s->served);
	virtio_served_cleanup(&s->served);
	g_free(s);
}

uint64_t virtio_rng_get_features(void *device)
{
	VirtIORNG *s = device;

	return virtio_host_features(&s->served.vdev);
}

/* There is no configuration space (virtio 1.1, 5.4.4). */
unsigned int virtio_rng_get_config(void *device, void *config, unsigned int bytes)
{
	return 0;
}

bool virtio_rng_set_queue(void *device, unsigned int index, const struct virtio_bus_queue *queue)
{
	VirtIORNG *s = device;

	return virtio_queue_set_rings(&s->served.vdev, index, queue);
}

void virtio_rng_set_status(void *device, uint8_t status, uint64_t features)
{
	VirtIORNG *s = device;

	virtio_served_set_status(&s->served, status, features);
}

void virtio_rng_reset(void *device)
{
	VirtIORNG *s = device;

	virtio_served_stop(&s->served);
	virtio_reset(&s->served.vdev);
}

void virtio_rng_handle_output(void *device, unsigned int index)
{
	VirtIORNG *s = device;

	virtio_queue_notify_vq(&s->served.vdev.vq[index]);
}

struct sim_eventfd *virtio_rng_host_notifier(void *device, unsigned int index)
{
	VirtIORNG *s = device;

	return &s->served.vdev.vq[index].host_notifier.fd;
}
