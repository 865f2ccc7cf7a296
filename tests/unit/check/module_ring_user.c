/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for a driver: calls the ring from another module, which is what is watched. */
#include <sim/port.h>

int virtqueue_add_buf(void *vq, void *sg, unsigned int out, unsigned int in, void *data,
		      unsigned int gfp);
void *virtqueue_get_buf(void *vq, unsigned int *len);
void virtqueue_disable_cb(void *vq);
_Bool virtqueue_kick(void *vq);
_Bool virtqueue_kick_unlock(void *vq, struct sim_lock *lock);

void *virtqueue_detach_unused_buf(void *vq);

#define APART __attribute__((aligned(64)))

static struct {
	int value APART;
} stored[2];

int user_loaded[2];

/* One side of store buffering around a ring operation. */
void user_store_then_load(void *vq, int side)
{
	*(volatile int *)&stored[side].value = 1;
	virtqueue_detach_unused_buf(vq);
	user_loaded[side] = *(volatile int *)&stored[!side].value;
}

int user_add(void *vq)
{
	return virtqueue_add_buf(vq, (void *)0, 40, 2, (void *)0, 0);
}

unsigned int user_get(void *vq)
{
	unsigned int len;

	return virtqueue_get_buf(vq, &len) == vq ? len : 0;
}

void user_disable(void *vq)
{
	virtqueue_disable_cb(vq);
}

_Bool user_kick(void *vq)
{
	return virtqueue_kick(vq);
}

_Bool user_kick_unlock(void *vq, struct sim_lock *lock)
{
	return virtqueue_kick_unlock(vq, lock);
}
