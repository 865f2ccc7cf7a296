/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_vhost.c - the vhost core at work: requests off the ring and back, what a lying guest
 * gets, kicks and calls, and workers that come, run, are flushed and die.
 */
#include "vhost_test.h"

static void available(struct test_vhost *t, u16 idx, u16 head)
{
	t->ring[0]->avail[2 + (u16)(idx - 1) % RING_NUM] = head;
	t->ring[0]->avail[1] = idx;
}

static struct vring_desc desc_of(struct test_vhost *t, void *addr, u32 len, u16 flags, u16 next)
{
	return (struct vring_desc){ (uintptr_t)addr, len, flags, next };
}

static int get(struct test_vhost *t, unsigned int *out, unsigned int *in)
{
	struct vhost_virtqueue *vq = &t->vq[0];
	int head;

	mutex_lock(&vq->mutex);
	vhost_disable_notify(&t->dev, vq);
	head = vhost_get_vq_desc(vq, vq->iov, ARRAY_SIZE(vq->iov), out, in, NULL, NULL);
	mutex_unlock(&vq->mutex);
	return head;
}

void requests(void);
void requests(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	struct user_ring *ring = t->ring[0];
	unsigned int out, in;
	char *data = t->user + 1600;

	test_vhost_start(t, 1ull << VIRTIO_RING_F_EVENT_IDX);
	EXPECT(get(t, &out, &in) == RING_NUM);
	ring->desc[1] = desc_of(t, data, 16, VRING_DESC_F_NEXT, 3);
	ring->desc[3] = desc_of(t, data + 16, 8, VRING_DESC_F_WRITE, 0);
	available(t, 1, 1);
	EXPECT(get(t, &out, &in) == 1 && out == 1 && in == 1);
	EXPECT(vq->iov[0].iov_base == data && vq->iov[0].iov_len == 16);
	EXPECT(vq->iov[1].iov_base == data + 16 && vq->iov[1].iov_len == 8);
	/* Given back and taken again. */
	vhost_discard_vq_desc(vq, 1);
	EXPECT(get(t, &out, &in) == 1);

	ring->desc[0] = desc_of(t, ring->table, sizeof(ring->table), VRING_DESC_F_INDIRECT, 0);
	ring->table[0] = desc_of(t, data, 1, VRING_DESC_F_NEXT, 1);
	ring->table[1] = desc_of(t, data, 0, VRING_DESC_F_NEXT | VRING_DESC_F_WRITE, 2);
	ring->table[2] = desc_of(t, data, 2, VRING_DESC_F_WRITE, 0);
	available(t, 2, 0);
	EXPECT(get(t, &out, &in) == 0 && out == 1 && in == 1);

	mutex_lock(&vq->mutex);
	EXPECT(!vhost_add_used(vq, 1, 8) && !vhost_add_used(vq, 0, 2));
	EXPECT(ring->used.idx == 2 && ring->used.ring[0].id == 1 && ring->used.ring[1].len == 2);
	EXPECT(!vhost_enable_notify(&t->dev, vq) && ring->used.event == 2);
	EXPECT(!vhost_enable_notify(&t->dev, vq));
	vhost_disable_notify(&t->dev, vq);
	ring->avail[1] = 3;
	EXPECT(vhost_enable_notify(&t->dev, vq) && ring->used.event == 2);
	vhost_disable_notify(&t->dev, vq);
	EXPECT(vhost_enable_notify(&t->dev, vq) && ring->used.event == 3);
	mutex_unlock(&vq->mutex);
	test_vhost_free(t);
}

/* One lie at a time: its error, an event on the error eventfd, and nothing is taken. */
void lies(void);
void lies(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	struct user_ring *ring = t->ring[0];
	char *data = t->user + 1600;
	unsigned int out, in;
	int err_fd = eventfd_create(0);
	const struct {
		struct vring_desc head, table;
		int err;
	} lie[] = {
		{ desc_of(t, (void *)64, 8, 0, 0), {}, -EFAULT },
		{ desc_of(t, t->user + PAGE_SIZE - 8, 16, 0, 0), {}, -EFAULT },
		{ desc_of(t, (void *)-8ul, 16, 0, 0), {}, -EFAULT },
		{ desc_of(t, data, 8, VRING_DESC_F_NEXT, 0), {}, -EINVAL },
		{ desc_of(t, data, 8, VRING_DESC_F_NEXT, RING_NUM), {}, -EINVAL },
		{ desc_of(t, data, 8, VRING_DESC_F_NEXT | VRING_DESC_F_WRITE, 1), {}, -EINVAL },
		{ desc_of(t, ring->table, 15, VRING_DESC_F_INDIRECT, 0), {}, -EINVAL },
		{ desc_of(t, (void *)64, 16, VRING_DESC_F_INDIRECT, 0), {}, -EFAULT },
		{ desc_of(t, ring->table, 16, VRING_DESC_F_INDIRECT, 0),
		  desc_of(t, data, 8, VRING_DESC_F_NEXT, 1), -EINVAL },
		{ desc_of(t, ring->table, 16, VRING_DESC_F_INDIRECT, 0),
		  desc_of(t, data, 16, VRING_DESC_F_INDIRECT, 0), -EINVAL },
		{ desc_of(t, ring->table, 16, VRING_DESC_F_INDIRECT, 0),
		  desc_of(t, (void *)64, 8, 0, 0), -EFAULT },
		{ desc_of(t, ring->table, 0, VRING_DESC_F_INDIRECT, 0), {}, -EINVAL },
	};
	unsigned int i;

	test_vhost_start(t, 0);
	EXPECT(!test_vring_file(t, VHOST_SET_VRING_ERR, 0, err_fd));
	ring->desc[1] = desc_of(t, data, 8, 0, 0);
	for (i = 0; i < ARRAY_SIZE(lie); i++) {
		struct file *file = eventfd_fget(err_fd);

		ring->desc[0] = lie[i].head;
		ring->table[0] = lie[i].table;
		available(t, 1, 0);
		EXPECT(get(t, &out, &in) == lie[i].err);
		EXPECT(!vq->last_avail_idx);
		EXPECT(vfs_poll(file, NULL) & EPOLLIN);
		fput(file);
	}
	available(t, 1, RING_NUM);
	EXPECT(get(t, &out, &in) == -EINVAL);
	mutex_lock(&vq->mutex);
	vq->avail_idx = 0;
	ring->avail[1] = RING_NUM + 1;
	mutex_unlock(&vq->mutex);
	EXPECT(get(t, &out, &in) == -EINVAL && !vq->last_avail_idx);
	available(t, 1, 1);
	EXPECT(get(t, &out, &in) == 1 && vq->last_avail_idx == 1);
	close_fd(err_fd);
	test_vhost_free(t);
}

/* Guest memory in two regions that lie elsewhere in the owner, the second one next to nothing. */
void translation(void);
void translation(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	struct user_ring *ring = t->ring[0];
	char *high = t->user + 1664, *low = t->user + 1600;
	unsigned int out, in;

	test_vhost_start(t, 0);
	EXPECT(!test_ioctl(t, VHOST_SET_MEM_TABLE,
			   (struct test_memory){ .head.nregions = 2,
						 .region[0] = test_region(40, 24, high),
						 .region[1] = test_region(8, 32, low) }));
	ring->desc[0] = desc_of(t, (void *)32, 16, 0, 0);
	available(t, 1, 0);
	EXPECT(get(t, &out, &in) == 0 && out == 2 && in == 0);
	EXPECT(vq->iov[0].iov_base == low + 24 && vq->iov[0].iov_len == 8);
	EXPECT(vq->iov[1].iov_base == high && vq->iov[1].iov_len == 8);
	vhost_discard_vq_desc(vq, 1);
	mutex_lock(&vq->mutex);
	EXPECT(vhost_get_vq_desc(vq, vq->iov, 1, &out, &in, NULL, NULL) == -ENOBUFS);
	mutex_unlock(&vq->mutex);
	/* An indirect table of which a descriptor lies half in each. */
	memcpy(low + 24, &(u64){ 40 }, 8);
	memcpy(high, &(u64){ 4 }, 8);
	ring->desc[0] = desc_of(t, (void *)32, 16, VRING_DESC_F_INDIRECT, 0);
	EXPECT(get(t, &out, &in) == 0 && out == 1);
	EXPECT(vq->iov[0].iov_base == high && vq->iov[0].iov_len == 4);
	test_vhost_free(t);
}

/* The used ring's wrap, and when the guest is interrupted. */
void signals(void);
void signals(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	struct user_ring *ring = t->ring[0];
	struct vring_used_elem heads[3] = { { 1, 10 }, { 2, 20 }, { 3, 30 } };
	int fd = eventfd_create(0);
	struct eventfd_ctx *ctx = eventfd_ctx_fdget(fd);
	struct wait_queue_entry nobody;
	u64 count;

	test_vhost_start(t, 0);
	EXPECT(!test_vring_file(t, VHOST_SET_VRING_CALL, 0, fd));
#define SIGNALLED()                                                                                \
	({                                                                                         \
		INIT_LIST_HEAD(&nobody.entry);                                                     \
		eventfd_ctx_remove_wait_queue(ctx, &nobody, &count) == 0;                          \
	})
	mutex_lock(&vq->mutex);
	vhost_add_used_and_signal(&t->dev, vq, 0, 5);
	EXPECT(SIGNALLED() && count == 1);
	EXPECT(!vhost_add_used_n(vq, heads, 2));
	vhost_signal(&t->dev, vq);
	EXPECT(SIGNALLED());
	ring->avail[0] = VRING_AVAIL_F_NO_INTERRUPT;
	EXPECT(!vhost_add_used_n(vq, heads, 3));
	vhost_signal(&t->dev, vq);
	EXPECT(!SIGNALLED() && ring->used.idx == 6);
	EXPECT(ring->used.ring[3].id == 1 && ring->used.ring[0].id == 2 &&
	       ring->used.ring[1].len == 30);
	vq->acked_features = 1ull << VIRTIO_F_NOTIFY_ON_EMPTY;
	vhost_signal(&t->dev, vq);
	EXPECT(SIGNALLED());

	/* The event index: always the first time, then when it has been reached. */
	vq->acked_features = 1ull << VIRTIO_RING_F_EVENT_IDX;
	ring->avail[2 + RING_NUM] = 100;
	vhost_signal(&t->dev, vq);
	EXPECT(SIGNALLED());
	vhost_add_used_and_signal(&t->dev, vq, 0, 0);
	EXPECT(!SIGNALLED());
	ring->avail[2 + RING_NUM] = 7;
	vhost_add_used_and_signal(&t->dev, vq, 0, 0);
	EXPECT(SIGNALLED());
	/* Too long ago to tell. */
	vq->last_used_idx = vq->signalled_used - 1;
	vhost_add_used_and_signal(&t->dev, vq, 0, 0);
	EXPECT(SIGNALLED());
	mutex_unlock(&vq->mutex);
	eventfd_ctx_put(ctx);
	close_fd(fd);
	test_vhost_free(t);
}

/* The ring is unmapped under the queue: errors, an interrupt rather than none, no access. */
void unmapped(void);
void unmapped(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	int fd = eventfd_create(0);
	unsigned int out, in;

	test_vhost_start(t, 0);
	EXPECT(!test_vring_file(t, VHOST_SET_VRING_CALL, 0, fd));
	t->ring[0]->desc[0] = desc_of(t, t->user, 8, 0, 0);
	available(t, 1, 0);
	/* The index has been read. */
	EXPECT(get(t, &out, &in) == 0);
	vhost_discard_vq_desc(vq, 1);
	while (mm_unmap(t->mm, t->user))
		;
	EXPECT(get(t, &out, &in) == -EFAULT);
	mutex_lock(&vq->mutex);
	EXPECT(vhost_get_vq_desc(vq, vq->iov, 1, &out, &in, NULL, NULL) == -EFAULT);
	vq->last_avail_idx = 1;
	EXPECT(vhost_get_vq_desc(vq, vq->iov, 1, &out, &in, NULL, NULL) == -EFAULT);
	EXPECT(vhost_add_used(vq, 0, 0) == -EFAULT && vhost_vq_init_access(vq) == -EFAULT);
	EXPECT(!vhost_enable_notify(&t->dev, vq));
	vhost_signal(&t->dev, vq);
	vq->acked_features = 1ull << VIRTIO_RING_F_EVENT_IDX;
	vhost_disable_notify(&t->dev, vq);
	EXPECT(!vhost_enable_notify(&t->dev, vq));
	vhost_signal(&t->dev, vq);
	vhost_signal(&t->dev, vq);
	mutex_unlock(&vq->mutex);
	close_fd(fd);
	test_vhost_free(t);
}

/* What is written is in the log, before who reads the log can look at it. */
void logged(void);
void logged(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	struct user_ring *ring = t->ring[0];
	struct vhost_vring_addr addr = test_ring_addr(t, 0);
	unsigned int out, in, entries;
	int fd = eventfd_create(0);

	test_vhost_start(t, 0);
	EXPECT(!test_ioctl(t, VHOST_SET_LOG_BASE, (u64){ (uintptr_t)t->log }));
	EXPECT(!test_ioctl(t, VHOST_SET_LOG_FD, (int){ fd }));
	EXPECT(!test_ioctl(t, VHOST_SET_MEM_TABLE,
			   (struct test_memory){ .head.nregions = 1,
						 .region[0] =
							 test_region(8000, 400, t->user + 1600) }));
	addr.flags = 1u << VHOST_VRING_F_LOG;
	addr.log_guest_addr = 5 * VHOST_PAGE_SIZE;
	EXPECT(!test_ioctl(t, VHOST_SET_VRING_ADDR, addr));
	ring->desc[0] = desc_of(t, (void *)8000, 8, VRING_DESC_F_WRITE | VRING_DESC_F_NEXT, 1);
	ring->desc[1] = desc_of(t, (void *)8100, 200, VRING_DESC_F_WRITE, 0);
	available(t, 1, 0);
	mutex_lock(&vq->mutex);
	vhost_disable_notify(&t->dev, vq);
	EXPECT(*t->log == 1ul << 5);
	EXPECT(vhost_get_vq_desc(vq, vq->iov, 8, &out, &in, vq->log, &entries) == 0);
	EXPECT(entries == 2 && vq->log[1].addr == 8100 && vq->log[1].len == 200);
	EXPECT(!vhost_log_write(vq, vq->log, entries, 9) && *t->log == (1ul << 5 | 1ul << 1));
	EXPECT(!vhost_log_write(vq, vq->log, entries, 208));
	EXPECT(*t->log == (1ul << 5 | 1ul << 1 | 1ul << 2));
	EXPECT(!vhost_log_write(vq, vq->log, entries, 0));
	vq->log_base = (void *)64;
	EXPECT(vhost_log_write(vq, vq->log, entries, 9) == -EFAULT);
	*t->log = 0;
	vq->log_base = t->log;
	EXPECT(!vhost_add_used(vq, 0, 208) && *t->log == 1ul << 5);
	mutex_unlock(&vq->mutex);
	close_fd(fd);
	test_vhost_free(t);
}

/* A kick runs the queue's work at its worker, whether it comes before the poll or behind. */
void kicks(void);
void kicks(void)
{
	struct test_vhost *t = test_vhost_new();
	int fd[QUEUES];
	struct eventfd_ctx *ctx;
	unsigned int i;

	test_vhost_start(t, 0);
	EXPECT(!test_ioctl(t, VHOST_SET_NWORKERS, (u32){ QUEUES }));
	for (i = 0; i < QUEUES; i++) {
		fd[i] = eventfd_create(i);
		EXPECT(!test_vring_file(t, VHOST_SET_VRING_KICK, i, fd[i]));
		ctx = eventfd_ctx_fdget(fd[i]);
		if (!i)
			eventfd_signal(ctx, 1);
		wait_for_completion(&t->kicked[i]);
		EXPECT(t->task[i] == t->dev.workers[i]->task);
		eventfd_ctx_put(ctx);
	}
	EXPECT(!vhost_exceeds_weight(&t->vq[1], WEIGHT - 1, 4095));
	EXPECT(vhost_exceeds_weight(&t->vq[1], WEIGHT, 0));
	wait_for_completion(&t->kicked[1]);
	EXPECT(vhost_exceeds_weight(&t->vq[1], 0, 4096));
	wait_for_completion(&t->kicked[1]);
	vhost_dev_flush(&t->dev);

	/* Without a poll, none; a file whose count is at its end is refused. */
	EXPECT(!test_vring_file(t, VHOST_SET_VRING_KICK, 0, VHOST_FILE_UNBIND));
	ctx = eventfd_ctx_fdget(fd[0]);
	EXPECT(eventfd_signal(ctx, U64_MAX) == U64_MAX - 1);
	EXPECT(eventfd_signal(ctx, 1) == 0);
	eventfd_ctx_put(ctx);
	vhost_dev_flush(&t->dev);
	EXPECT(!try_wait_for_completion(&t->kicked[0]));
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, fd[0]) == -EINVAL);
	close_fd(fd[0]);
	close_fd(fd[1]);
	test_vhost_free(t);
}

struct counted {
	struct vhost_work work;
	unsigned int runs; /* of one worker at a time */
};

static void count_run(struct vhost_work *work)
{
	container_of(work, struct counted, work)->runs++;
}

static int queue_thread(void *data)
{
	struct test_vhost *t = data;

	vhost_poll_queue(&t->vq[0].poll);
	vhost_poll_queue(&t->vq[1].poll);
	return 0;
}

/* With a reference, for it may be over before it is stopped. */
static struct task_struct *queue_elsewhere(struct test_vhost *t)
{
	struct task_struct *other = kthread_create(queue_thread, t, "other");

	get_task_struct(other);
	kthread_bind(other, 1);
	wake_up_process(other);
	return other;
}

/* A work queued twice before it runs runs once, after a flush at the latest; while workers come. */
void flushes(void);
void flushes(void)
{
	struct test_vhost *t = test_vhost_new();
	struct counted counted = {};
	struct task_struct *other;

	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	vhost_work_init(&counted.work, count_run);
	EXPECT(vhost_vq_work_queue(&t->vq[0], &counted.work));
	EXPECT(vhost_vq_work_queue(&t->vq[0], &counted.work));
	vhost_dev_flush(&t->dev);
	EXPECT(counted.runs == 1 || counted.runs == 2);

	other = queue_elsewhere(t);
	EXPECT(!test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 2 }));
	wait_for_completion(&t->kicked[0]);
	wait_for_completion(&t->kicked[1]);
	kthread_stop(other);
	put_task_struct(other);
	vhost_dev_flush(&t->dev);
	EXPECT(!try_wait_for_completion(&t->kicked[1]));
	test_vhost_free(t);
}

/* What was queued before a worker died has run; what comes behind is refused; nobody waits for
 * ever. */
void killed(void);
void killed(void)
{
	struct test_vhost *t = test_vhost_new();
	struct counted before = {}, behind = {};
	struct task_struct *other;
	bool queued;

	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	vhost_work_init(&before.work, count_run);
	vhost_work_init(&behind.work, count_run);
	other = queue_elsewhere(t);
	EXPECT(vhost_vq_work_queue(&t->vq[1], &before.work));
	kthread_stop(t->dev.workers[0]->task);
	EXPECT(before.runs == 1 && t->dev.workers[0]->killed);
	queued = vhost_vq_work_queue(&t->vq[1], &behind.work);
	EXPECT(!queued && !behind.runs);
	vhost_dev_flush(&t->dev);
	kthread_stop(other);
	put_task_struct(other);
	test_vhost_free(t);
}

static void lock_and_count(struct vhost_work *work)
{
	struct vhost_poll *poll = container_of(work, struct vhost_poll, work);

	mutex_lock(&poll->vq->mutex);
	mutex_unlock(&poll->vq->mutex);
}

/* Waits for a worker that waits for us. */
void flush_under_vq_mutex(void);
void flush_under_vq_mutex(void)
{
	struct test_vhost *t = test_vhost_new();

	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	mutex_lock(&t->vq[0].mutex);
	t->vq[0].poll.work.fn = lock_and_count;
	vhost_poll_queue(&t->vq[0].poll);
	vhost_dev_flush(&t->dev);
	mutex_unlock(&t->vq[0].mutex);
	test_vhost_free(t);
}

/* The ring is used without its mutex. */
void without_mutex(void);
void without_mutex(void)
{
	struct test_vhost *t = test_vhost_new();

	test_vhost_start(t, 0);
	vhost_add_used(&t->vq[0], 0, 0);
	test_vhost_free(t);
}
