/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for virtio_ring.so: operations that let others run in their middle. */
#include <sim/port.h>

int virtqueue_add_buf(void *vq, void *sg, unsigned int out, unsigned int in, void *data,
		      unsigned int gfp)
{
	sim_point();
	return (int)(out + in);
}

void *virtqueue_get_buf(void *vq, unsigned int *len)
{
	sim_point();
	*len = 3;
	return vq;
}

/* Touches nothing and lets nobody run: what is left of a call is the watching. */
void *virtqueue_detach_unused_buf(void *vq)
{
	return vq;
}

void virtqueue_disable_cb(void *vq)
{
	sim_point();
}

/* The test plays the transport. */
void sim_test_notify(void);

_Bool virtqueue_kick(void *vq)
{
	unsigned int len;

	/* An operation inside an operation. */
	virtqueue_get_buf(vq, &len);
	sim_test_notify();
	sim_point();
	return 1;
}

_Bool virtqueue_kick_unlock(void *vq, struct sim_lock *lock)
{
	sim_point();
	sim_lock_release(lock);
	sim_point();
	sim_lock_acquire(lock, 0);
	return 1;
}
