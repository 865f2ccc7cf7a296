/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_vhost_ioctl.c - the ioctls of the vhost core: in order, out of order, twice, with bad
 * arguments. The numbers are Linux's; a refused call changes nothing.
 */
#include "vhost_test.h"

#define NOT_MAPPED ((void *)64)
#define NO_USERS_ADDRESS (TASK_SIZE_MAX + 4096)

/* Nothing but SET_OWNER without an owner. */
void before_owner(void);
void before_owner(void)
{
	static const unsigned int cmds[] = {
		VHOST_SET_MEM_TABLE,  VHOST_SET_LOG_BASE,   VHOST_SET_LOG_FD,
		VHOST_SET_NWORKERS,   VHOST_SET_VRING_NUM,  VHOST_SET_VRING_BASE,
		VHOST_GET_VRING_BASE, VHOST_SET_VRING_ADDR, VHOST_SET_VRING_KICK,
		VHOST_SET_VRING_CALL, VHOST_SET_VRING_ERR,  VHOST_RESET_OWNER,
	};
	struct test_vhost *t = test_vhost_new();
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cmds); i++)
		EXPECT(test_ioctl_at(t, cmds[i], t->user) == -EPERM);
	EXPECT(!vhost_poll_queue(&t->vq[0].poll));
	test_vhost_free(t);
}

void owner(void);
void owner(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_umem *umem;
	struct mm_struct *other;

	EXPECT(!vhost_dev_has_owner(&t->dev));
	EXPECT(test_ioctl_at(t, VHOST_SET_OWNER, NULL) == 0);
	EXPECT(vhost_dev_has_owner(&t->dev));
	EXPECT(test_ioctl_at(t, VHOST_SET_OWNER, NULL) == -EBUSY);
	EXPECT(t->dev.nworkers == 1 && t->vq[1].worker == t->dev.workers[0]);

	/* Another process holds the descriptor too. */
	other = mm_alloc();
	kthread_unuse_mm(t->mm);
	kthread_use_mm(other);
	EXPECT(test_ioctl_at(t, VHOST_SET_OWNER, NULL) == -EBUSY);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_NUM, t->user) == -EPERM);
	kthread_unuse_mm(other);
	kthread_use_mm(t->mm);
	mmput(other);

	/* None of the core's, none that is offered. */
	EXPECT(test_ioctl_at(t, VHOST_GET_FEATURES, t->user) == -ENOIOCTLCMD);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_ENDIAN, t->user) == -ENOIOCTLCMD);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_BUSYLOOP_TIMEOUT, t->user) == -ENOIOCTLCMD);

	umem = vhost_dev_reset_owner_prepare();
	mutex_lock(&t->dev.mutex);
	vhost_dev_stop(&t->dev);
	vhost_dev_reset_owner(&t->dev, umem);
	mutex_unlock(&t->dev.mutex);
	EXPECT(!vhost_dev_has_owner(&t->dev) && !t->dev.nworkers && !t->vq[0].worker);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_NUM, t->user) == -EPERM);
	EXPECT(test_ioctl_at(t, VHOST_SET_OWNER, NULL) == 0);
	test_vhost_free(t);
}

static long set_table(struct test_vhost *t, u32 nregions, u64 gpa, u64 size, u64 user)
{
	struct test_memory memory = {
		.head.nregions = nregions,
		.region[0] = test_region(gpa, size, (void *)(uintptr_t)user),
		.region[1] = test_region(gpa + size, size, (void *)(uintptr_t)user),
	};

	return test_ioctl(t, VHOST_SET_MEM_TABLE, memory);
}

void memory_table(void);
void memory_table(void)
{
	struct test_vhost *t = test_vhost_new();
	u64 user = (uintptr_t)t->user;
	struct vhost_umem *umem;

	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	EXPECT(set_table(t, 2, 0, 512, user) == 0);
	umem = t->dev.umem;
	EXPECT(umem && t->vq[0].umem == umem && t->vq[1].umem == umem);
	EXPECT(test_ioctl_at(t, VHOST_SET_MEM_TABLE, NOT_MAPPED) == -EFAULT);
	EXPECT(test_ioctl(t, VHOST_SET_MEM_TABLE, (struct vhost_memory){ .padding = 1 }) ==
	       -EOPNOTSUPP);
	EXPECT(test_ioctl(t, VHOST_SET_MEM_TABLE, (struct vhost_memory){ .nregions = 65 }) ==
	       -E2BIG);
	/* The table's end is not mapped; a region is empty, or goes round the end of all
	 * addresses. */
	memcpy(t->user + PAGE_SIZE - 8, &(struct vhost_memory){ .nregions = 1 }, 8);
	EXPECT(test_ioctl_at(t, VHOST_SET_MEM_TABLE, t->user + PAGE_SIZE - 8) == -EFAULT);
	EXPECT(set_table(t, 1, 0, 0, user) == -EFAULT);
	EXPECT(set_table(t, 1, -512ull, 1024, user) == -EFAULT);
	EXPECT(t->dev.umem == umem && t->vq[0].umem == umem);

	/* Nobody looks where it leads until a queue runs. */
	EXPECT(set_table(t, 1, 0, 512, NO_USERS_ADDRESS) == 0);
	EXPECT(set_table(t, 1, 0, 512, user) == 0);
	t->vq[1].private_data = t;
	EXPECT(set_table(t, 1, 0, 512, NO_USERS_ADDRESS) == -EFAULT);
	EXPECT(set_table(t, 1, 0, 1024, user) == 0);
	test_vhost_free(t);
}

void vring_numbers(void);
void vring_numbers(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	const struct vhost_vring_state *state = (void *)t->user;

	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_NUM, NOT_MAPPED) == -EFAULT);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_NUM, QUEUES, 4) == -ENOBUFS);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_NUM, 0, 4) == 0);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_NUM, 0, 0) == -EINVAL);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_NUM, 0, 3) == -EINVAL);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_NUM, 0, 0x10000) == -EINVAL);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_BASE, 0, 0x10000) == -EINVAL);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_BASE, 0, 0xffff) == 0);
	EXPECT(vq->num == 4 && vq->last_avail_idx == 0xffff && vq->avail_idx == 0xffff);
	EXPECT(test_vring_state(t, VHOST_GET_VRING_BASE, 0, 7) == 0);
	EXPECT(state->index == 0 && state->num == 0xffff);

	/* A structure of which only the index is mapped. */
	memset(t->user + PAGE_SIZE - 4, 0, 4);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_NUM, t->user + PAGE_SIZE - 4) == -EFAULT);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_BASE, t->user + PAGE_SIZE - 4) == -EFAULT);
	EXPECT(test_ioctl_at(t, VHOST_GET_VRING_BASE, t->user + PAGE_SIZE - 4) == -EFAULT);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_ADDR, t->user + PAGE_SIZE - 4) == -EFAULT);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_KICK, t->user + PAGE_SIZE - 4) == -EFAULT);
	EXPECT(test_ioctl_at(t, VHOST_SET_VRING_CALL, t->user + PAGE_SIZE - 4) == -EFAULT);

	/* Not while it runs, whatever the argument. */
	vq->private_data = t;
	EXPECT(test_vring_state(t, VHOST_SET_VRING_NUM, 0, 8) == -EBUSY);
	EXPECT(test_vring_state(t, VHOST_SET_VRING_BASE, 0, 0x10000) == -EBUSY);
	EXPECT(vq->num == 4 && vq->last_avail_idx == 0xffff);
	test_vhost_free(t);
}

void vring_addresses(void);
void vring_addresses(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_vring_addr good = test_ring_addr(t, 0), a;
	struct vhost_virtqueue *vq = &t->vq[0];

	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	EXPECT(!test_vring_state(t, VHOST_SET_VRING_NUM, 0, RING_NUM));
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, good) == 0);
	a = good;
	a.flags = 2;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == -EOPNOTSUPP);
	a = good;
	a.avail_user_addr++;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == -EINVAL);
	a = good;
	a.used_user_addr += 2;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == -EINVAL);
	a = good;
	a.log_guest_addr = 2;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == -EINVAL);
	EXPECT(vq->desc == t->ring[0]->desc && !vq->log_used);

	/* Where no user can have memory: found when the queue shall run, or does. */
	a = good;
	a.used_user_addr = NO_USERS_ADDRESS;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == 0);
	mutex_lock(&t->dev.mutex);
	mutex_lock(&vq->mutex);
	EXPECT(!vhost_vq_access_ok(vq));
	mutex_unlock(&vq->mutex);
	mutex_unlock(&t->dev.mutex);
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, good) == 0);
	vq->private_data = t;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == -EINVAL);
	a = good;
	a.flags = 1u << VHOST_VRING_F_LOG;
	a.log_guest_addr = -4ull;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == -EINVAL);
	EXPECT((void *)vq->used == &t->ring[0]->used && !vq->log_used);
	a.log_guest_addr = 4096;
	EXPECT(test_ioctl(t, VHOST_SET_VRING_ADDR, a) == 0);
	EXPECT(vq->log_used && vq->log_addr == 4096);
	test_vhost_free(t);
}

void eventfds(void);
void eventfds(void)
{
	struct test_vhost *t = test_vhost_new();
	struct vhost_virtqueue *vq = &t->vq[0];
	int a = eventfd_create(0), b = eventfd_create(0), misc;
	struct file *file = eventfd_fget(a);
	static const struct file_operations none = {};

	EXPECT(a >= 0 && b >= 0 && !IS_ERR(file));
	misc = get_unused_fd_flags(0);
	fd_install(misc, alloc_file(&none, NULL, 0));
	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, a) == 0);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, a) == 0);
	EXPECT(vq->kick == file && atomic_long_read(&file->f_count) == 3);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, 63) == -EBADF);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, -2) == -EBADF);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, misc) == -EINVAL);
	EXPECT(vq->kick == file && vq->poll.wqh);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, b) == 0);
	EXPECT(vq->kick != file && atomic_long_read(&file->f_count) == 2);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, VHOST_FILE_UNBIND) == 0);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, VHOST_FILE_UNBIND) == 0);
	EXPECT(!vq->kick && !vq->poll.wqh);

	EXPECT(test_vring_file(t, VHOST_SET_VRING_CALL, 0, a) == 0);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_CALL, 0, a) == 0);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_CALL, 0, 63) == -EBADF);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_CALL, 0, misc) == -EINVAL);
	EXPECT(vq->call_ctx);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_CALL, 0, VHOST_FILE_UNBIND) == 0);
	EXPECT(!vq->call_ctx);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_ERR, 0, b) == 0);
	EXPECT(vq->error_ctx);
	EXPECT(test_ioctl(t, VHOST_SET_LOG_FD, (int){ b }) == 0);
	EXPECT(test_ioctl(t, VHOST_SET_LOG_FD, (int){ 63 }) == -EBADF);
	EXPECT(test_ioctl_at(t, VHOST_SET_LOG_FD, NOT_MAPPED) == -EFAULT);
	EXPECT(t->dev.log_ctx && t->vq[1].log_ctx == t->dev.log_ctx);
	EXPECT(test_ioctl(t, VHOST_SET_LOG_FD, (int){ VHOST_FILE_UNBIND }) == 0);
	EXPECT(!t->dev.log_ctx && !t->vq[1].log_ctx);

	/* A closed descriptor's eventfd lives on in the queue. */
	EXPECT(test_ioctl(t, VHOST_SET_LOG_FD, (int){ a }) == 0);
	EXPECT(test_vring_file(t, VHOST_SET_VRING_KICK, 0, b) == 0);
	EXPECT(!close_fd(a) && !close_fd(b) && !close_fd(misc) && close_fd(misc) == -EBADF);
	fput(file);
	test_vhost_free(t);
}

void dirty_log(void);
void dirty_log(void)
{
	struct test_vhost *t = test_vhost_new();
	u64 features = 1ull << VHOST_F_LOG_ALL;

	test_vhost_start(t, 0);
	EXPECT(test_ioctl_at(t, VHOST_SET_LOG_BASE, NOT_MAPPED) == -EFAULT);
	EXPECT(test_ioctl(t, VHOST_SET_LOG_BASE, (u64){ (uintptr_t)t->log }) == 0);
	EXPECT(t->vq[0].log_base == t->log && t->vq[1].log_base == t->log);
	t->vq[0].acked_features = features;
	EXPECT(test_ioctl(t, VHOST_SET_LOG_BASE, (u64){ NO_USERS_ADDRESS }) == -EFAULT);
	EXPECT(test_ioctl(t, VHOST_SET_LOG_BASE, (u64){ -8ull }) == -EFAULT);
	EXPECT(t->vq[0].log_base == t->log);
	mutex_lock(&t->dev.mutex);
	EXPECT(vhost_log_access_ok(&t->dev));
	mutex_unlock(&t->dev.mutex);
	test_vhost_free(t);
}

void workers(void);
void workers(void)
{
	struct test_vhost *t = test_vhost_new();

	current->cgroup = 7;
	EXPECT(!test_ioctl_at(t, VHOST_SET_OWNER, NULL));
	EXPECT(test_ioctl_at(t, VHOST_SET_NWORKERS, NOT_MAPPED) == -EFAULT);
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 0 }) == -EINVAL);
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ VHOST_MAX_WORKERS + 1 }) == -EINVAL);
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 1 }) == 0);
	EXPECT(t->dev.nworkers == 1 && t->vq[1].worker == t->dev.workers[0]);
	/* A ceiling, not a number to be added; more than there are queues are of no use. */
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 2 }) == 0);
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 2 }) == 0);
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 5 }) == 0);
	EXPECT(t->dev.nworkers == 2);
	EXPECT(t->vq[0].worker == t->dev.workers[0] && t->vq[1].worker == t->dev.workers[1]);
	EXPECT(test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 1 }) == -EINVAL);
	EXPECT(t->dev.nworkers == 2);
	EXPECT(t->dev.workers[0]->task->cgroup == 7 && t->dev.workers[1]->task->cgroup == 7);
	test_vhost_free(t);
}

/* With allocations that fail: -ENOMEM, nothing is kept, and the next call may go well. */
void starved(void);
void starved(void)
{
	struct test_vhost *t = test_vhost_new();
	long err;

	while ((err = test_ioctl_at(t, VHOST_SET_OWNER, NULL)))
		EXPECT(err == -ENOMEM && !vhost_dev_has_owner(&t->dev) && !t->dev.nworkers);
	while ((err = test_ioctl(t, VHOST_SET_NWORKERS, (u32){ 2 })))
		EXPECT(err == -ENOMEM && t->dev.nworkers == 1 &&
		       t->vq[1].worker == t->dev.workers[0]);
	while ((err = set_table(t, 1, 0, 512, (uintptr_t)t->user)))
		EXPECT(err == -ENOMEM && !t->dev.umem);
	test_vhost_free(t);
}
