/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_vhost_storm.c - an owner that does anything, and a guest that writes anything, as a
 * string of bytes says: ioctls in any order with any argument, kicks, changes of the rings'
 * memory, while the workers of two queues take whatever they find, read and write it and give it
 * back.
 */
#include "vhost_test.h"

#define STORM_BYTES_MAX 256

/* Set from outside before the run. */
u8 storm_bytes[STORM_BYTES_MAX];
u32 storm_size;

static u32 storm_at;

static u8 next8(void)
{
	return storm_at < storm_size ? storm_bytes[storm_at++] : 0;
}

static u16 next16(void)
{
	return (u16)(next8() | next8() << 8);
}

/* Mostly in the owner's page, else at the border of it, or anywhere. */
static u64 next_address(struct test_vhost *t)
{
	u16 value = next16();

	switch (value >> 13) {
	case 0:
		return (uintptr_t)t->user + PAGE_SIZE - (value & 31);
	case 1:
		return (u64)(s64)(s16)(value << 3);
	case 2:
		return (u64)value << 40;
	default:
		return (uintptr_t)t->user + (value & 0xff8);
	}
}

/* The device: what is readable is read, what is writable is filled. */
static int serve(struct vhost_virtqueue *vq, unsigned int out, unsigned int in)
{
	unsigned int i;
	char byte = 0;
	int len = 0;

	for (i = 0; i < out + in; i++) {
		char __user *at = vq->iov[i].iov_base;

		if (!vq->iov[i].iov_len)
			continue;
		if (i < out ? copy_from_user(&byte, at, 1) : copy_to_user(at, &byte, 1))
			return -EFAULT;
		len += i >= out;
	}
	return len;
}

static bool serve_next(struct vhost_virtqueue *vq)
{
	unsigned int out, in, entries = 0;
	bool logs = vhost_has_feature(vq, VHOST_F_LOG_ALL);
	int head = vhost_get_vq_desc(vq, vq->iov, ARRAY_SIZE(vq->iov), &out, &in,
				     logs ? vq->log : NULL, &entries);
	int len;

	if (head < 0)
		return false;
	if (head == (int)vq->num) {
		if (!vhost_enable_notify(vq->dev, vq))
			return false;
		vhost_disable_notify(vq->dev, vq);
		return true;
	}
	len = serve(vq, out, in);
	if (len < 0) {
		vhost_discard_vq_desc(vq, 1);
		return false;
	}
	if (logs)
		vhost_log_write(vq, vq->log, entries, len);
	vhost_add_used_and_signal(vq->dev, vq, head, len);
	return true;
}

static void storm_kick(struct vhost_work *work)
{
	struct vhost_virtqueue *vq = container_of(work, struct vhost_poll, work)->vq;
	int served = 0;

	mutex_lock(&vq->mutex);
	if (vhost_vq_get_backend(vq)) {
		vhost_disable_notify(vq->dev, vq);
		while (serve_next(vq) && !vhost_exceeds_weight(vq, ++served, 0))
			;
	}
	mutex_unlock(&vq->mutex);
}

/* As devices do it. */
static void set_backend(struct test_vhost *t, u8 value)
{
	struct vhost_virtqueue *vq = t->vqs[value % QUEUES];
	void *old;

	mutex_lock(&t->dev.mutex);
	if (vhost_dev_check_owner(&t->dev))
		goto out;
	mutex_lock(&vq->mutex);
	old = vhost_vq_get_backend(vq);
	if (value & 0x80) {
		vhost_vq_set_backend(vq, NULL);
	} else if (!old && vq->avail && vhost_vq_access_ok(vq)) {
		vhost_vq_set_backend(vq, t);
		if (vhost_vq_init_access(vq))
			vhost_vq_set_backend(vq, NULL);
	}
	mutex_unlock(&vq->mutex);
	vhost_dev_flush(&t->dev);
out:
	mutex_unlock(&t->dev.mutex);
}

static void set_features(struct test_vhost *t, u8 value)
{
	u64 features = (u64)(value & 1) << VIRTIO_RING_F_EVENT_IDX |
		       (u64)(value >> 1 & 1) << VIRTIO_F_NOTIFY_ON_EMPTY |
		       (u64)(value >> 2 & 1) << VHOST_F_LOG_ALL;
	unsigned int i;

	mutex_lock(&t->dev.mutex);
	if (!(features & 1ull << VHOST_F_LOG_ALL) || vhost_log_access_ok(&t->dev))
		for (i = 0; i < QUEUES; i++) {
			mutex_lock(&t->vq[i].mutex);
			t->vq[i].acked_features = features;
			mutex_unlock(&t->vq[i].mutex);
		}
	mutex_unlock(&t->dev.mutex);
}

static void reset_owner(struct test_vhost *t)
{
	struct vhost_umem *umem;
	unsigned int i;

	mutex_lock(&t->dev.mutex);
	umem = vhost_dev_check_owner(&t->dev) ? NULL : vhost_dev_reset_owner_prepare();
	if (umem) {
		for (i = 0; i < QUEUES; i++) {
			mutex_lock(&t->vq[i].mutex);
			vhost_vq_set_backend(&t->vq[i], NULL);
			mutex_unlock(&t->vq[i].mutex);
		}
		vhost_dev_stop(&t->dev);
		vhost_dev_reset_owner(&t->dev, umem);
	}
	mutex_unlock(&t->dev.mutex);
}

static void set_table(struct test_vhost *t)
{
	struct test_memory memory = { .head.nregions = next8() % 3 };
	unsigned int i;

	for (i = 0; i < memory.head.nregions; i++) {
		u64 gpa = next_address(t), user = next_address(t);

		memory.region[i] = test_region(gpa, next16(), (void *)(uintptr_t)user);
	}
	test_ioctl(t, VHOST_SET_MEM_TABLE, memory);
}

static void set_addr(struct test_vhost *t)
{
	struct vhost_vring_addr addr = test_ring_addr(t, next8() % (QUEUES + 1) % QUEUES);
	u8 odd = next8();

	if (odd & 1)
		addr.desc_user_addr = next_address(t);
	if (odd & 2)
		addr.avail_user_addr = next_address(t);
	if (odd & 4)
		addr.used_user_addr = next_address(t);
	if (odd & 8)
		addr.log_guest_addr = next_address(t);
	addr.flags = odd >> 4 & 3;
	test_ioctl(t, VHOST_SET_VRING_ADDR, addr);
}

static void guest_writes(struct test_vhost *t)
{
	u64 *word = (u64 *)(t->user + 512 + next8() * 8);
	u8 what = next8();

	if (what & 0x80) {
		WRITE_ONCE(*word, next_address(t));
	} else {
		u16 *half = (u16 *)word + (what & 3);

		WRITE_ONCE(*half, next8());
	}
}

/* A ring that makes sense, as a start. */
static void guest_asks(struct test_vhost *t)
{
	struct user_ring *ring = t->ring[next8() % QUEUES];
	u8 flags = next8() & 7;
	struct vring_desc desc = { next_address(t), next16() & 0xff, flags, next8() % RING_NUM };

	if (flags & VRING_DESC_F_INDIRECT)
		desc.addr = (uintptr_t)ring->table;
	WRITE_ONCE(ring->desc[0].addr, desc.addr);
	WRITE_ONCE(ring->desc[0].len, desc.len);
	WRITE_ONCE(ring->desc[0].flags, desc.flags);
	WRITE_ONCE(ring->desc[0].next, desc.next);
	smp_wmb();
	WRITE_ONCE(ring->avail[1], (u16)(ring->avail[1] + 1));
}

static void kick(const int *fd)
{
	struct eventfd_ctx *ctx = eventfd_ctx_fdget(fd[next8() % QUEUES]);

	if (IS_ERR(ctx))
		return;
	eventfd_signal(ctx, 1);
	eventfd_ctx_put(ctx);
}

static int next_fd(const int *fd)
{
	u8 value = next8();

	return value & 0x80 ? (s8)value : fd[value % (QUEUES + 1)];
}

static void ring_ioctl(struct test_vhost *t, const int *fd)
{
	static const unsigned int state_cmds[] = { VHOST_SET_VRING_NUM, VHOST_SET_VRING_BASE,
						   VHOST_GET_VRING_BASE };
	static const unsigned int file_cmds[] = { VHOST_SET_VRING_KICK, VHOST_SET_VRING_CALL,
						  VHOST_SET_VRING_ERR };
	u8 what = next8(), queue = next8() % (QUEUES + 1);

	if (what & 1)
		test_vring_file(t, file_cmds[what / 2 % 3], queue, next_fd(fd));
	else
		test_vring_state(t, state_cmds[what / 2 % 3], queue,
				 what & 0x80 ? next16() : RING_NUM);
}

static void step(struct test_vhost *t, const int *fd)
{
	switch (next8() % 15) {
	case 0:
		test_ioctl_at(t, VHOST_SET_OWNER, NULL);
		break;
	case 1:
		reset_owner(t);
		break;
	case 2:
		set_table(t);
		break;
	case 3:
	case 4:
		ring_ioctl(t, fd);
		break;
	case 5:
		set_addr(t);
		break;
	case 6:
		test_ioctl(t, VHOST_SET_LOG_BASE, (u64){ next_address(t) });
		break;
	case 7:
		test_ioctl(t, VHOST_SET_LOG_FD, (int){ next_fd(fd) });
		break;
	case 8:
		test_ioctl(t, VHOST_SET_NWORKERS, (u32){ next8() });
		break;
	case 9:
		set_backend(t, next8());
		break;
	case 10:
		set_features(t, next8());
		break;
	case 11:
		guest_writes(t);
		break;
	case 12:
		guest_asks(t);
		break;
	case 13:
		kick(fd);
		break;
	case 14:
		/* Any number, any place. */
		test_ioctl_at(t, VHOST_SET_VRING_NUM ^ next8(), (void *)(uintptr_t)next_address(t));
		break;
	}
}

void storm(void);
void storm(void)
{
	struct test_vhost *t = test_vhost_new();
	int fd[QUEUES + 1], i;

	for (i = 0; i < QUEUES; i++)
		t->vq[i].poll.work.fn = storm_kick;
	for (i = 0; i < QUEUES + 1; i++)
		fd[i] = eventfd_create(0);
	/* From nothing, or from a queue that runs. */
	if (next8() & 1) {
		test_vhost_start(t, 0);
		test_vring_file(t, VHOST_SET_VRING_KICK, 0, fd[0]);
		test_vring_file(t, VHOST_SET_VRING_CALL, 0, fd[1]);
	}
	while (storm_at < storm_size)
		step(t, fd);
	for (i = 0; i < QUEUES + 1; i++)
		close_fd(fd[i]);
	test_vhost_free(t);
}
