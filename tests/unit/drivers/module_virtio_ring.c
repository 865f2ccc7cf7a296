/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stories of one virtqueue for test_virtio_ring.c: driver and device take turns in one task, so that
 * each step's effect on the shared memory can be looked at.
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

#define NUM 4
#define RING_ALIGN 64
#define BUFFERS 6
#define FEATURE(bit) (1ULL << (bit))

void ring_direct(void);
void ring_indirect(void);
void ring_indirect_or_direct(void);
void ring_mapping_fails(void);
void ring_lists(void);
void ring_index_wraps(void);
void ring_suppression(void);
void ring_event_index(void);
void ring_callbacks(void);
void ring_callbacks_delayed(void);
void ring_detach(void);
void ring_bad_id(void);
void ring_breaks(void);

static struct virtio_device vdev;
static struct virtqueue *vq;
static unsigned int notified, called;
static u8 data[BUFFERS][16];

/* The device's side. */
static struct vring vring;
static u16 popped, pushed;

static bool notify(struct virtqueue *which)
{
	BUG_ON(which != vq);
	notified++;
	return true;
}

static void callback(struct virtqueue *which)
{
	BUG_ON(which != vq);
	called++;
}

static bool try_set_up(u64 features)
{
	memset(&vdev, 0, sizeof(vdev));
	spin_lock_init(&vdev.vqs_list_lock);
	INIT_LIST_HEAD(&vdev.vqs);
	vdev.features = features;
	notified = called = 0;
	popped = pushed = 0;
	vq = vring_create_virtqueue(0, NUM, RING_ALIGN, &vdev, true, notify, callback, "test");
	if (!vq)
		return false;
	BUG_ON(virtqueue_get_vring_size(vq) != NUM);
	vring_init(&vring, NUM, phys_to_virt(virtqueue_get_desc_addr(vq)), RING_ALIGN);
	BUG_ON((void *)vring.avail != phys_to_virt(virtqueue_get_avail_addr(vq)));
	BUG_ON((void *)vring.used != phys_to_virt(virtqueue_get_used_addr(vq)));
	return true;
}

static void set_up(u64 features)
{
	BUG_ON(!try_set_up(features));
}

static void tear_down(void)
{
	vring_del_virtqueue(vq);
	BUG_ON(!list_empty(&vdev.vqs));
}

/* A buffer of out + in segments of data[]; its token is data[first]. */
static int add(unsigned int first, unsigned int out, unsigned int in)
{
	struct scatterlist sg[BUFFERS];
	unsigned int i;

	sg_init_table(sg, BUFFERS);
	for (i = 0; i < out + in; i++)
		sg_set_buf(&sg[i], data[first + i], sizeof(data[0]));
	return virtqueue_add_buf(vq, sg, out, in, data[first], GFP_ATOMIC);
}

/* Takes the head of the next buffer. */
static u16 pop(void)
{
	BUG_ON(popped == vring.avail->idx);
	return vring.avail->ring[popped++ % NUM];
}

static void push(u16 head, u32 len)
{
	vring.used->ring[pushed % NUM] = (struct vring_used_elem){ .id = head, .len = len };
	smp_wmb();
	WRITE_ONCE(vring.used->idx, ++pushed);
}

static void expect_desc(const struct vring_desc *desc, unsigned int buffer, u16 flags)
{
	BUG_ON(desc->addr != virt_to_phys(data[buffer]));
	BUG_ON(desc->len != sizeof(data[0]));
	BUG_ON(desc->flags != flags);
}

static void expect_get(unsigned int first, unsigned int expected_len)
{
	unsigned int len = 0;

	BUG_ON(virtqueue_get_buf(vq, &len) != data[first]);
	BUG_ON(len != expected_len);
}

static void expect_nothing(void)
{
	unsigned int len;

	BUG_ON(virtqueue_get_buf(vq, &len));
}

void ring_direct(void)
{
	const struct vring_desc *desc;
	u16 head;

	set_up(0);
	expect_nothing();
	BUG_ON(add(0, 1, 2) != 1);
	/* One descriptor is left: a buffer of two has to wait, and the device is told to hurry. */
	BUG_ON(add(3, 1, 1) != -ENOSPC || notified != 1);
	BUG_ON(add(3, 0, 2) != -ENOSPC || notified != 1);
	BUG_ON(add(3, 0, 1) != 0);

	head = pop();
	desc = &vring.desc[head];
	expect_desc(desc, 0, VRING_DESC_F_NEXT);
	desc = &vring.desc[desc->next];
	expect_desc(desc, 1, VRING_DESC_F_NEXT | VRING_DESC_F_WRITE);
	desc = &vring.desc[desc->next];
	expect_desc(desc, 2, VRING_DESC_F_WRITE);
	/* The second is served first. */
	push(pop(), 5);
	push(head, 9);
	expect_get(3, 5);
	expect_get(0, 9);
	expect_nothing();
	BUG_ON(add(0, 2, 2) != 0);
	push(pop(), 0);
	expect_get(0, 0);
	tear_down();
}

void ring_indirect(void)
{
	const struct vring_desc *desc, *table;
	unsigned int i;
	u16 head;

	set_up(FEATURE(VIRTIO_RING_F_INDIRECT_DESC));
	/* Longer than the ring, and still one descriptor each. */
	for (i = 0; i < NUM - 1; i++)
		BUG_ON(add(0, 3, 3) != (int)(NUM - 1 - i));
	/* A single segment needs no table. */
	BUG_ON(add(0, 1, 0) != 0);

	head = pop();
	desc = &vring.desc[head];
	BUG_ON(desc->flags != VRING_DESC_F_INDIRECT || desc->len != 6 * sizeof(*desc));
	table = phys_to_virt(desc->addr);
	for (i = 0; i < 6; i++) {
		u16 flags = i < 3 ? 0 : VRING_DESC_F_WRITE;

		expect_desc(&table[i], i, i < 5 ? flags | VRING_DESC_F_NEXT : flags);
		BUG_ON(i < 5 && table[i].next != i + 1);
	}
	push(head, 1);
	for (i = 0; i < NUM - 2; i++)
		push(pop(), 1);
	head = pop();
	expect_desc(&vring.desc[head], 0, 0);
	push(head, 1);
	for (i = 0; i < NUM; i++)
		expect_get(0, 1);
	tear_down();
}

/*
 * With fault "alloc": a queue that cannot be made leaves nothing behind, and a table that cannot be
 * had makes the buffer go in directly.
 */
void ring_indirect_or_direct(void)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		int left;

		if (!try_set_up(FEATURE(VIRTIO_RING_F_INDIRECT_DESC)))
			continue;
		left = add(0, 1, 1);
		BUG_ON(left != NUM - 1 && left != NUM - 2);
		push(pop(), 0);
		expect_get(0, 0);
		tear_down();
	}
}

/* With fault "add_buf": what was mapped is unmapped, and nothing of the ring is lost. */
void ring_mapping_fails(void)
{
	bool indirect;

	for (indirect = false;; indirect = true) {
		unsigned int i;

		set_up(indirect ? FEATURE(VIRTIO_RING_F_INDIRECT_DESC) : 0);
		for (i = 0; i < 8; i++) {
			int left = add(0, 2, 2);

			BUG_ON(left != -ENOMEM && left != (indirect ? NUM - 1 : 0));
			if (left < 0)
				continue;
			push(pop(), 0);
			expect_get(0, 0);
		}
		BUG_ON(vq->num_free != NUM || popped != vring.avail->idx);
		tear_down();
		if (indirect)
			break;
	}
}

void ring_lists(void)
{
	struct scatterlist first[1], second[2], third[1], *lists[] = { first, second, third };
	const struct vring_desc *desc;

	set_up(0);
	sg_init_one(first, data[0], sizeof(data[0]));
	sg_init_table(second, 2);
	sg_set_buf(&second[0], data[1], sizeof(data[0]));
	sg_set_buf(&second[1], data[2], sizeof(data[0]));
	sg_init_one(third, data[3], sizeof(data[0]));
	BUG_ON(virtqueue_add_sgs(vq, lists, 2, 1, data[0], GFP_ATOMIC));
	BUG_ON(virtqueue_add_sgs(vq, lists, 1, 0, data[0], GFP_ATOMIC) != -ENOSPC);

	desc = &vring.desc[vring.avail->ring[0]];
	expect_desc(desc, 0, VRING_DESC_F_NEXT);
	desc = &vring.desc[desc->next];
	expect_desc(desc, 1, VRING_DESC_F_NEXT);
	desc = &vring.desc[desc->next];
	expect_desc(desc, 2, VRING_DESC_F_NEXT);
	desc = &vring.desc[desc->next];
	expect_desc(desc, 3, VRING_DESC_F_WRITE);
	push(pop(), 4);
	expect_get(0, 4);
	tear_down();
}

/* Indices are free running 16-bit numbers, and a driver may add without ever kicking. */
void ring_index_wraps(void)
{
	unsigned int i;

	set_up(0);
	for (i = 0; i < 0x10000 + NUM; i++) {
		BUG_ON(add(0, 1, 0) != NUM - 1);
		push(pop(), i);
		expect_get(0, i);
	}
	/* Once, just before what was added since the last kick could no longer be counted. */
	BUG_ON(notified != 1);
	tear_down();
}

void ring_suppression(void)
{
	set_up(0);
	add(0, 1, 0);
	BUG_ON(!virtqueue_kick(vq) || notified != 1);
	WRITE_ONCE(vring.used->flags, VRING_USED_F_NO_NOTIFY);
	add(1, 1, 0);
	BUG_ON(virtqueue_kick_prepare(vq));
	BUG_ON(!virtqueue_kick(vq) || notified != 1);
	WRITE_ONCE(vring.used->flags, 0);
	BUG_ON(!virtqueue_kick_prepare(vq) || notified != 1);
	BUG_ON(!virtqueue_notify(vq) || notified != 2);
	BUG_ON(!virtqueue_kick_unlock(vq, NULL) || notified != 3);
	tear_down();
}

void ring_event_index(void)
{
	set_up(FEATURE(VIRTIO_RING_F_EVENT_IDX));
	/* The device waits for the first: told once. */
	add(0, 1, 0);
	BUG_ON(!virtqueue_kick_prepare(vq));
	add(1, 1, 0);
	BUG_ON(virtqueue_kick_prepare(vq));
	/* It wants to hear of the fourth: the batch that crosses it tells. */
	WRITE_ONCE(vring_avail_event(&vring), 3);
	add(2, 1, 0);
	BUG_ON(virtqueue_kick_prepare(vq));
	add(3, 1, 0);
	BUG_ON(!virtqueue_kick_prepare(vq));
	BUG_ON(virtqueue_kick_prepare(vq));

	/* The driver's side: used_event follows what it takes, unless callbacks are off. */
	push(pop(), 0);
	push(pop(), 0);
	push(pop(), 0);
	expect_get(0, 0);
	BUG_ON(vring_used_event(&vring) != 1);
	/* No interrupt has come since, so the index is moved out of the way. */
	virtqueue_disable_cb(vq);
	BUG_ON(vring_used_event(&vring) != 0);
	expect_get(1, 0);
	BUG_ON(vring_used_event(&vring) != 0 || vring.avail->flags);
	BUG_ON(virtqueue_enable_cb(vq));
	BUG_ON(vring_used_event(&vring) != 2);
	expect_get(2, 0);
	BUG_ON(!virtqueue_enable_cb(vq));
	BUG_ON(vring_used_event(&vring) != 3);
	tear_down();
}

void ring_callbacks(void)
{
	unsigned int seen;

	set_up(0);
	BUG_ON(vring_interrupt(1, vq) != IRQ_NONE || called);
	add(0, 1, 0);
	push(pop(), 0);
	BUG_ON(vring_interrupt(1, vq) != IRQ_HANDLED || called != 1);
	virtqueue_disable_cb(vq);
	virtqueue_disable_cb(vq);
	BUG_ON(vring.avail->flags != VRING_AVAIL_F_NO_INTERRUPT);
	BUG_ON(virtqueue_enable_cb(vq));
	BUG_ON(vring.avail->flags);
	expect_get(0, 0);
	BUG_ON(!virtqueue_enable_cb(vq));

	seen = virtqueue_enable_cb_prepare(vq);
	BUG_ON(virtqueue_poll(vq, seen));
	add(0, 1, 0);
	push(pop(), 0);
	BUG_ON(!virtqueue_poll(vq, seen));
	tear_down();
}

void ring_callbacks_delayed(void)
{
	unsigned int i;

	set_up(FEATURE(VIRTIO_RING_F_EVENT_IDX));
	for (i = 0; i < NUM; i++)
		add(i, 1, 0);
	/* Three quarters of four. */
	BUG_ON(!virtqueue_enable_cb_delayed(vq));
	BUG_ON(vring_used_event(&vring) != 3);
	for (i = 0; i < 3; i++)
		push(pop(), 0);
	BUG_ON(!virtqueue_enable_cb_delayed(vq));
	push(pop(), 0);
	BUG_ON(virtqueue_enable_cb_delayed(vq));
	for (i = 0; i < NUM; i++)
		expect_get(i, 0);
	BUG_ON(!virtqueue_enable_cb_delayed(vq));
	tear_down();
}

void ring_detach(void)
{
	void *seen = NULL;
	unsigned int i;

	set_up(FEATURE(VIRTIO_RING_F_INDIRECT_DESC));
	add(0, 1, 1);
	add(1, 1, 1);
	add(2, 1, 0);
	push(pop(), 0);
	expect_get(0, 0);
	for (i = 0; i < 2; i++) {
		void *token = virtqueue_detach_unused_buf(vq);

		BUG_ON(token == seen || (token != data[1] && token != data[2]));
		seen = token;
	}
	BUG_ON(virtqueue_detach_unused_buf(vq));
	BUG_ON(vq->num_free != NUM);
	tear_down();
}

/* Tokens the device has no right to return: the queue is given up, nothing crashes. */
void ring_bad_id(void)
{
	static const u16 ids[] = { NUM, 0xffff, 3 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		set_up(0);
		BUG_ON(add(0, 1, 0) != NUM - 1);
		BUG_ON(virtqueue_is_broken(vq));
		push(ids[i], 0);
		expect_nothing();
		BUG_ON(!virtqueue_is_broken(vq));
		tear_down();
	}
}

void ring_breaks(void)
{
	set_up(0);
	add(0, 1, 0);
	push(pop(), 0);
	virtio_break_device(&vdev);
	BUG_ON(!virtqueue_is_broken(vq));
	BUG_ON(add(1, 1, 0) != -EIO);
	BUG_ON(virtqueue_notify(vq) || virtqueue_kick(vq) || notified);
	BUG_ON(vring_interrupt(1, vq) != IRQ_HANDLED || called);
	expect_nothing();
	/* Nothing will come, so there is nothing to wait for either. */
	BUG_ON(virtqueue_poll(vq, 0) || !virtqueue_enable_cb(vq));
	tear_down();
}
