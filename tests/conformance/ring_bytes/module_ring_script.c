/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_ring_script.c - performs the operations of a sequence on one virtqueue, driver and device
 * by turns in one task.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "ring_era.h"
#include "ring_script.h"

static struct ring_setup setup;
static struct virtio_device vdev;
static struct virtqueue *vq;
static unsigned int notified, called, polled;
static bool token_used[RING_TOKENS];

/* The device's side. */
static struct vring vring;
static u16 popped, pushed; /* free running, as the indices in the ring */
static u16 heads[RING_NUM_MAX]; /* taken and not yet returned */
static unsigned int heads_held;
static bool deaf;

static bool notify(struct virtqueue *which)
{
	BUG_ON(which != vq);
	notified++;
	return !deaf;
}

static void callback(struct virtqueue *which)
{
	BUG_ON(which != vq);
	called++;
}

static void queue_new(void)
{
	memset(setup.ring, 0, vring_size(setup.num, setup.align));
	memset(token_used, 0, sizeof(token_used));
	popped = pushed = 0;
	heads_held = 0;
	deaf = false;
	polled = 0;
	vring_init(&vring, setup.num, setup.ring, setup.align);
	vq = era_new_virtqueue(setup.num, setup.align, &vdev, setup.ring, notify,
			       setup.callback ? callback : NULL);
	BUG_ON(!vq || virtqueue_get_vring_size(vq) != setup.num);
}

void ring_script_begin(const struct ring_setup *how)
{
	setup = *how;
	memset(&vdev, 0, sizeof(vdev));
	spin_lock_init(&vdev.vqs_list_lock);
	INIT_LIST_HEAD(&vdev.vqs);
	vdev.features = setup.features;
	notified = called = 0;
	queue_new();
}

/* Buffers that are still in the ring go first: an indirect table belongs to the queue. */
void ring_script_end(void)
{
	while (virtqueue_detach_unused_buf(vq))
		;
	vring_del_virtqueue(vq);
	BUG_ON(!list_empty(&vdev.vqs));
}

static void *token_address(unsigned int token)
{
	return (char *)setup.data + token * RING_SEGMENTS_MAX * RING_SEGMENT_BYTES;
}

/* The token behind what the ring returned, which must be one that it was given. */
static int token_of(const void *data)
{
	unsigned int token;

	for (token = 0; token < RING_TOKENS; token++)
		if (token_used[token] && token_address(token) == data)
			return token;
	BUG();
	return -1;
}

static void fill_segment(struct scatterlist *sg, unsigned int token, unsigned int segment,
			 unsigned int seed)
{
	char *data = token_address(token);

	sg_set_buf(sg, data + segment * RING_SEGMENT_BYTES,
		   1 + (seed + segment * 7) % RING_SEGMENT_BYTES);
}

static int add_array(const struct ring_op *op, unsigned int token)
{
	struct scatterlist sg[RING_SEGMENTS_MAX];
	unsigned int i;

	if (op->out)
		sg_init_table(sg, op->out);
	if (op->in)
		sg_init_table(sg + op->out, op->in);
	for (i = 0; i < op->out + op->in; i++)
		fill_segment(&sg[i], token, i, op->value);
	return era_add_array(vq, sg, op->out, op->in, token_address(token));
}

/* Lists of two segments, and of one where there are no two. Returns how many lists. */
static unsigned int cut_lists(struct scatterlist *sg, unsigned int segments,
			      struct scatterlist **lists)
{
	unsigned int count = 0;

	while (segments) {
		unsigned int take = segments > 1 && count % 2 == 0 ? 2 : 1;

		sg_init_table(sg, take);
		lists[count++] = sg;
		sg += take;
		segments -= take;
	}
	return count;
}

static int add_lists(const struct ring_op *op, unsigned int token)
{
	struct scatterlist sg[RING_SEGMENTS_MAX], *lists[RING_SEGMENTS_MAX];
	unsigned int out = cut_lists(sg, op->out, lists);
	unsigned int in = cut_lists(sg + op->out, op->in, lists + out);
	unsigned int i;

	for (i = 0; i < op->out + op->in; i++)
		fill_segment(&sg[i], token, i, op->value);
	return virtqueue_add_sgs(vq, lists, out, in, token_address(token), GFP_ATOMIC);
}

static void add(const struct ring_op *op, struct ring_result *result)
{
	unsigned int token = 0;

	BUG_ON(!(op->out + op->in) || op->out + op->in > RING_SEGMENTS_MAX);
	while (token_used[token])
		token++;
	BUG_ON(token >= RING_TOKENS);

	result->ret = op->kind == RING_ADD_ARRAY ? add_array(op, token) : add_lists(op, token);
	if (result->ret)
		return;
	token_used[token] = true;
	result->token = token;
}

static void give_back(void *data, struct ring_result *result)
{
	if (!data)
		return;
	result->token = token_of(data);
	token_used[result->token] = false;
}

static void get(struct ring_result *result)
{
	unsigned int len = 0;
	void *data = virtqueue_get_buf(vq, &len);

	give_back(data, result);
	if (data)
		result->len = len;
}

static void device_pop(const struct ring_op *op, struct ring_result *result)
{
	u16 idx = virtio16_to_cpu(&vdev, READ_ONCE(vring.avail->idx));

	smp_rmb();
	while (result->ret < op->count && (s16)(idx - popped) > 0 && heads_held < setup.num) {
		heads[heads_held++] =
			virtio16_to_cpu(&vdev, READ_ONCE(vring.avail->ring[popped++ % setup.num]));
		result->ret++;
	}
}

static void device_put(u32 id, u32 len)
{
	struct vring_used_elem *elem = &vring.used->ring[pushed++ % setup.num];

	WRITE_ONCE(elem->id, cpu_to_virtio32(&vdev, id));
	WRITE_ONCE(elem->len, cpu_to_virtio32(&vdev, len));
}

static void device_publish(void)
{
	smp_wmb();
	WRITE_ONCE(vring.used->idx, cpu_to_virtio16(&vdev, pushed));
}

static void device_use(const struct ring_op *op, struct ring_result *result)
{
	while (result->ret < op->count && heads_held) {
		unsigned int which = (op->pick + result->ret) % heads_held;

		device_put(heads[which], op->value + result->ret);
		heads[which] = heads[--heads_held];
		result->ret++;
	}
	device_publish();
}

static void device_wish(const struct ring_op *op)
{
	if (virtio_has_feature(&vdev, VIRTIO_RING_F_EVENT_IDX))
		WRITE_ONCE(vring_avail_event(&vring), cpu_to_virtio16(&vdev, op->value));
	else
		WRITE_ONCE(vring.used->flags,
			   cpu_to_virtio16(&vdev, op->value & VRING_USED_F_NO_NOTIFY));
}

static void device_step(const struct ring_op *op, struct ring_result *result)
{
	switch (op->kind) {
	case RING_DEVICE_POP:
		device_pop(op, result);
		break;
	case RING_DEVICE_USE:
		device_use(op, result);
		break;
	case RING_DEVICE_WISH:
		device_wish(op);
		break;
	case RING_DEVICE_BAD:
		device_put(op->value, 0);
		device_publish();
		break;
	case RING_DEVICE_DEAF:
		deaf = op->value;
		break;
	default:
		BUG();
	}
}

static void driver_step(const struct ring_op *op, struct ring_result *result)
{
	switch (op->kind) {
	case RING_ADD_ARRAY:
	case RING_ADD_LISTS:
		add(op, result);
		break;
	case RING_KICK_PREPARE:
		result->ret = virtqueue_kick_prepare(vq);
		break;
	case RING_NOTIFY:
		result->ret = virtqueue_notify(vq);
		break;
	case RING_KICK:
		result->ret = virtqueue_kick(vq);
		break;
	case RING_GET:
		get(result);
		break;
	case RING_INTERRUPT:
		result->ret = vring_interrupt(0, vq);
		break;
	case RING_DISABLE_CB:
		virtqueue_disable_cb(vq);
		break;
	case RING_ENABLE_CB:
		result->ret = virtqueue_enable_cb(vq);
		break;
	case RING_ENABLE_CB_PREPARE:
		polled = virtqueue_enable_cb_prepare(vq);
		result->ret = polled;
		break;
	case RING_POLL:
		result->ret = virtqueue_poll(vq, polled);
		break;
	case RING_ENABLE_CB_DELAYED:
		result->ret = virtqueue_enable_cb_delayed(vq);
		break;
	case RING_DETACH:
		give_back(virtqueue_detach_unused_buf(vq), result);
		break;
	case RING_BREAK:
		virtio_break_device(&vdev);
		break;
	case RING_RENEW:
		ring_script_end();
		queue_new();
		break;
	default:
		device_step(op, result);
	}
}

void ring_script_step(const struct ring_op *op, struct ring_result *result)
{
	*result = (struct ring_result){ .token = -1 };
	driver_step(op, result);
	result->num_free = vq->num_free;
	result->notified = notified;
	result->called = called;
	result->broken = virtqueue_is_broken(vq);
}
