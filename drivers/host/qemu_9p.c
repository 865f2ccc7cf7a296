/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_9p.c - a virtio 9P server as a user-space process has it: messages, workers, replies.
 *
 * Re-implements hw/9pfs of QEMU 2.x to 6.x as far as its concurrency goes: the loop takes requests off
 * the ring and hands those that touch files to worker threads, so that replies come in any order; a
 * Tflush is answered behind the request that it is about, which, if it was stopped in time, comes
 * back without a reply. A reset waits for all of them.
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>

#include "qemu_9p.h"

#define MOUNT_TAG "vqsim"

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn virtio_9p_realize;
virtio_unrealize_fn virtio_9p_unrealize;
virtio_get_features_fn virtio_9p_get_features;
virtio_get_config_fn virtio_9p_get_config;
virtio_set_queue_fn virtio_9p_set_queue;
virtio_set_status_fn virtio_9p_set_status;
virtio_reset_fn virtio_9p_reset;
virtio_handle_output_fn virtio_9p_handle_output;
virtio_host_notifier_fn virtio_9p_host_notifier;

typedef struct __attribute__((packed)) P9Header {
	uint32_t size;
	uint8_t id;
	uint16_t tag;
} P9Header;

/* ---- replies ------------------------------------------------------------------------------- */

/* Gives the buffer back; the reply's body is in it. */
static void pdu_push(V9fsPDU *pdu)
{
	const P9Header header = {
		.size = cpu_to_le32((uint32_t)pdu->reply_bytes),
		.id = pdu->reply,
		.tag = cpu_to_le16(pdu->tag),
	};

	if (pdu->reply)
		iov_from_buf(pdu->elem.in_sg, pdu->elem.in_num, 0, &header, sizeof(header));
	virtqueue_push(pdu->vq, &pdu->elem, pdu->reply ? pdu->reply_bytes : 0);
	virtio_notify(pdu->vq);
	g_free(pdu);
}

/* result: bytes of the body, or a negative error. */
static void pdu_reply(V9fsPDU *pdu, int result)
{
	const uint32_t error = cpu_to_le32((uint32_t)-result);

	if (result < 0) {
		iov_from_buf(pdu->elem.in_sg, pdu->elem.in_num, P9_HEADER_BYTES, &error,
			     sizeof(error));
		pdu->reply = P9_RLERROR;
		pdu->reply_bytes = P9_HEADER_BYTES + sizeof(error);
		return;
	}
	pdu->reply = pdu->id + 1;
	pdu->reply_bytes = P9_HEADER_BYTES + (size_t)result;
}

/* The request of a worker is back in the loop. */
static void pdu_complete(void *opaque)
{
	V9fsPDU *pdu = opaque;
	V9fsState *s = pdu->s;
	V9fsPDU *flush = pdu->flush;
	V9fsPDU **link = &s->active;

	while (*link != pdu)
		link = &(*link)->next;
	*link = pdu->next;
	pdu_push(pdu);
	if (flush) {
		pdu_reply(flush, 0);
		pdu_push(flush);
	}
	virtio_served_end(&s->served);
}

/* ---- requests ------------------------------------------------------------------------------ */

static void run_in_worker(void *opaque)
{
	V9fsPDU *pdu = opaque;

	/* Too late once the file is being touched. */
	if (!atomic_read(&pdu->cancelled))
		pdu_reply(pdu, pdu->id == P9_TREAD ? v9fs_co_read(pdu) : v9fs_co_write(pdu));
	aio_bh_schedule_oneshot(pdu->s->served.ctx, pdu_complete, pdu);
}

static void v9fs_submit(V9fsPDU *pdu)
{
	V9fsState *s = pdu->s;
	IOThread *worker = s->workers[s->next_worker++ % P9_WORKERS];

	pdu->next = s->active;
	s->active = pdu;
	virtio_served_begin(&s->served);
	aio_bh_schedule_oneshot(iothread_get_aio_context(worker), run_in_worker, pdu);
}

static void v9fs_flush(V9fsPDU *pdu)
{
	uint16_t oldtag = 0;
	V9fsPDU *old;

	iov_to_buf(pdu->elem.out_sg, pdu->elem.out_num, P9_HEADER_BYTES, &oldtag, sizeof(oldtag));
	old = pdu->s->active;
	while (old && old->tag != le16_to_cpu(oldtag))
		old = old->next;
	if (old && !old->flush) {
		old->flush = pdu;
		atomic_set(&old->cancelled, true);
		return;
	}
	pdu_reply(pdu, 0);
	pdu_push(pdu);
}

/* Agrees to whatever the client proposes. */
static void v9fs_version(V9fsPDU *pdu)
{
	uint8_t body[32];
	size_t bytes = iov_to_buf(pdu->elem.out_sg, pdu->elem.out_num, P9_HEADER_BYTES, body,
				  MIN(sizeof(body), pdu->size - P9_HEADER_BYTES));

	iov_from_buf(pdu->elem.in_sg, pdu->elem.in_num, P9_HEADER_BYTES, body, bytes);
	pdu_reply(pdu, (int)bytes);
	pdu_push(pdu);
}

/* False if the driver exposed what is no message. */
static bool pdu_parse(V9fsPDU *pdu)
{
	const VirtQueueElement *elem = &pdu->elem;
	P9Header header;

	if (iov_to_buf(elem->out_sg, elem->out_num, 0, &header, sizeof(header)) != sizeof(header))
		return false;
	pdu->size = le32_to_cpu(header.size);
	pdu->id = header.id;
	pdu->tag = le16_to_cpu(header.tag);
	return pdu->size >= sizeof(header) && pdu->size <= iov_size(elem->out_sg, elem->out_num) &&
	       iov_size(elem->in_sg, elem->in_num) >= P9_HEADER_BYTES + sizeof(uint32_t);
}

static bool handle_request(VirtIODevice *vdev, VirtQueue *vq)
{
	V9fsPDU *pdu = virtqueue_pop(vq, sizeof(*pdu));

	if (!pdu)
		return false;
	pdu->s = container_of(vdev, V9fsState, served.vdev);
	pdu->vq = vq;
	if (!pdu_parse(pdu)) {
		virtio_error(vdev, "%s: a buffer that holds no message", vdev->name);
		pdu_push(pdu);
		return false;
	}
	switch (pdu->id) {
	case P9_TREAD:
	case P9_TWRITE:
		v9fs_submit(pdu);
		break;
	case P9_TFLUSH:
		v9fs_flush(pdu);
		break;
	case P9_TVERSION:
		v9fs_version(pdu);
		break;
	default:
		pdu_reply(pdu, -EOPNOTSUPP);
		pdu_push(pdu);
		break;
	}
	return true;
}

/* ---- the device ---------------------------------------------------------------------------- */

static void handle_vq(VirtIODevice *vdev, VirtQueue *vq)
{
	virtio_queue_run(vdev, vq, handle_request);
}

void *virtio_9p_realize(const struct virtio_bus_conf *conf)
{
	V9fsState *s = g_new0(V9fsState, 1);

	virtio_served_init(&s->served, "virtio-9p", conf, handle_vq);
	for (unsigned int i = 0; i < P9_WORKERS; i++)
		s->workers[i] = iothread_create("9p worker");
	return s;
}

void virtio_9p_reset(void *device)
{
	V9fsState *s = device;

	if (virtio_served_stop(&s->served))
		virtio_served_drain(&s->served);
	virtio_reset(&s->served.vdev);
}

void virtio_9p_unrealize(void *device)
{
	V9fsState *s = device;

	virtio_9p_reset(s);
	for (unsigned int i = 0; i < P9_WORKERS; i++)
		iothread_destroy(s->workers[i]);
	virtio_served_cleanup(&s->served);
	g_free(s);
}

uint64_t virtio_9p_get_features(void *device)
{
	V9fsState *s = device;

	return virtio_host_features(&s->served.vdev) | 1ull << VIRTIO_9P_MOUNT_TAG;
}

unsigned int virtio_9p_get_config(void *device, void *config, unsigned int bytes)
{
	uint8_t space[sizeof(struct virtio_9p_config) + sizeof(MOUNT_TAG) - 1];
	const uint16_t tag_len = cpu_to_le16(sizeof(MOUNT_TAG) - 1);

	memcpy(space, &tag_len, sizeof(tag_len));
	memcpy(space + sizeof(struct virtio_9p_config), MOUNT_TAG, sizeof(MOUNT_TAG) - 1);
	memcpy(config, space, MIN(bytes, sizeof(space)));
	return sizeof(space);
}

bool virtio_9p_set_queue(void *device, unsigned int index, const struct virtio_bus_queue *queue)
{
	V9fsState *s = device;

	return virtio_queue_set_rings(&s->served.vdev, index, queue);
}

void virtio_9p_set_status(void *device, uint8_t status, uint64_t features)
{
	V9fsState *s = device;

	virtio_served_set_status(&s->served, status, features);
}

void virtio_9p_handle_output(void *device, unsigned int index)
{
	V9fsState *s = device;

	virtio_queue_notify_vq(&s->served.vdev.vq[index]);
}

struct sim_eventfd *virtio_9p_host_notifier(void *device, unsigned int index)
{
	V9fsState *s = device;

	return &s->served.vdev.vq[index].host_notifier.fd;
}
