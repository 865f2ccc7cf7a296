/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_test.h - a device of two queues on the vhost core, the process that owns it, and the
 * pages of that process: in them lie the arguments of ioctls, the rings, and what a guest would
 * put there.
 */
#ifndef TESTS_VHOST_TEST_H
#define TESTS_VHOST_TEST_H

#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/gfp.h>
#include <linux/kthread.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../../../drivers/vhost/vhost.h"

#define EXPECT(condition) BUG_ON(!(condition))

#define QUEUES 2
#define RING_NUM 4
#define WEIGHT 8

/* Where a queue's ring lies in its page. */
struct user_ring {
	struct vring_desc desc[RING_NUM];
	struct vring_desc table[RING_NUM]; /* for an indirect descriptor */
	__virtio16 avail[3 + RING_NUM]; /* flags, idx, ring, used event */
	__virtio16 pad;
	struct {
		__virtio16 flags, idx;
		struct vring_used_elem ring[RING_NUM];
		__virtio16 event;
	} used;
};

struct test_vhost {
	struct vhost_dev dev;
	struct vhost_virtqueue vq[QUEUES];
	struct vhost_virtqueue *vqs[QUEUES];
	struct mm_struct *mm;
	char *user; /* one page: arguments, then a ring for each queue; then the log */
	struct user_ring *ring[QUEUES];
	unsigned long *log;
	/* what the queues' work saw */
	struct completion kicked[QUEUES];
	struct task_struct *task[QUEUES];
};

static inline void test_handle_kick(struct vhost_work *work)
{
	struct vhost_poll *poll = container_of(work, struct vhost_poll, work);
	struct test_vhost *t = container_of(poll->vq->dev, struct test_vhost, dev);
	unsigned int index = (unsigned int)(poll->vq - t->vq);

	mutex_lock(&poll->vq->mutex);
	t->task[index] = current;
	mutex_unlock(&poll->vq->mutex);
	complete(&t->kicked[index]);
}

static inline struct test_vhost *test_vhost_new(void)
{
	struct test_vhost *t = kzalloc(sizeof(*t), GFP_KERNEL | __GFP_NOFAIL);
	unsigned int i;

	do {
		t->mm = mm_alloc();
	} while (!t->mm);
	kthread_use_mm(t->mm);
	t->user = (char *)get_zeroed_page(GFP_KERNEL | __GFP_NOFAIL);
	t->log = (unsigned long *)(t->user + PAGE_SIZE / 2);
	while (mm_map(t->mm, t->user, PAGE_SIZE))
		;
	for (i = 0; i < QUEUES; i++) {
		t->vqs[i] = &t->vq[i];
		t->vq[i].handle_kick = test_handle_kick;
		t->ring[i] = (struct user_ring *)(t->user + 512 * (i + 1));
		init_completion(&t->kicked[i]);
	}
	vhost_dev_init(&t->dev, t->vqs, QUEUES, VHOST_MAX_IOV, WEIGHT, 4096);
	return t;
}

static inline void test_vhost_free(struct test_vhost *t)
{
	vhost_dev_stop(&t->dev);
	vhost_dev_cleanup(&t->dev);
	kthread_unuse_mm(t->mm);
	mmput(t->mm);
	free_page((unsigned long)t->user);
	kfree(t);
}

/* As a device's ioctl function hands it on; argp need not be mapped. */
static inline long test_ioctl_at(struct test_vhost *t, unsigned int cmd, void __user *argp)
{
	long err;

	mutex_lock(&t->dev.mutex);
	err = vhost_dev_ioctl(&t->dev, cmd, argp);
	if (err == -ENOIOCTLCMD)
		err = vhost_vring_ioctl(&t->dev, cmd, argp);
	mutex_unlock(&t->dev.mutex);
	return err;
}

/* The same with an argument in user memory. */
#define test_ioctl(t, cmd, ...)                                                                    \
	({                                                                                         \
		const __typeof__(__VA_ARGS__) __arg = __VA_ARGS__;                                 \
		memcpy((t)->user, &__arg, sizeof(__arg));                                          \
		test_ioctl_at(t, cmd, (t)->user);                                                  \
	})
#define test_vring_state(t, cmd, i, n)                                                             \
	test_ioctl(t, cmd, (struct vhost_vring_state){ .index = (i), .num = (n) })
#define test_vring_file(t, cmd, i, d)                                                              \
	test_ioctl(t, cmd, (struct vhost_vring_file){ .index = (i), .fd = (d) })

static inline struct vhost_vring_addr test_ring_addr(struct test_vhost *t, unsigned int i)
{
	return (struct vhost_vring_addr){
		.index = i,
		.desc_user_addr = (uintptr_t)t->ring[i]->desc,
		.avail_user_addr = (uintptr_t)t->ring[i]->avail,
		.used_user_addr = (uintptr_t)&t->ring[i]->used,
	};
}

/* A memory table of up to two regions. */
struct test_memory {
	struct vhost_memory head;
	struct vhost_memory_region region[2];
};

static inline struct vhost_memory_region test_region(u64 gpa, u64 size, const void *user)
{
	return (struct vhost_memory_region){
		.guest_phys_addr = gpa,
		.memory_size = size,
		.userspace_addr = (uintptr_t)user,
	};
}

/* Owner, memory table (the page at its own address), queue 0 set up and running. */
static inline void test_vhost_start(struct test_vhost *t, u64 features)
{
	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	EXPECT(!test_ioctl(t, VHOST_SET_MEM_TABLE,
			   (struct test_memory){ .head.nregions = 1,
						 .region[0] = test_region((uintptr_t)t->user,
									  PAGE_SIZE, t->user) }));
	EXPECT(!test_vring_state(t, VHOST_SET_VRING_NUM, 0, RING_NUM));
	EXPECT(!test_vring_state(t, VHOST_SET_VRING_BASE, 0, 0));
	EXPECT(!test_ioctl(t, VHOST_SET_VRING_ADDR, test_ring_addr(t, 0)));
	mutex_lock(&t->dev.mutex);
	mutex_lock(&t->vq[0].mutex);
	t->vq[0].acked_features = features;
	EXPECT(vhost_vq_access_ok(&t->vq[0]));
	vhost_vq_set_backend(&t->vq[0], t);
	EXPECT(!vhost_vq_init_access(&t->vq[0]));
	mutex_unlock(&t->vq[0].mutex);
	mutex_unlock(&t->dev.mutex);
}

#endif
