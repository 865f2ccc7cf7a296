/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vq_exclusion.h - two operations of one virtqueue must not overlap.
 *
 * include/linux/virtio.h makes this the driver's duty for all calls but a few. Calls of virtqueue_*()
 * between modules go through wrappers that note who is inside; one that comes in from another
 * context meanwhile is VQ_EXCLUSION. Exempt are virtqueue_disable_cb(), _poll(), _is_broken(),
 * _get_vring_size() and _notify(). A kick is over when the lock is dropped in it or the device is
 * notified, whichever comes first. The wrappers add neither ordering nor scheduling points: a check
 * that did would hide what it looks for.
 */
#ifndef CHECK_VQ_EXCLUSION_H
#define CHECK_VQ_EXCLUSION_H

/* While the world is built, before the modules are loaded. */
void vq_exclusion_init(void);
/* The running context enters the transport's notification: its kick has done its ring work. */
void vq_exclusion_notify(void);
/* The running context released a lock: the same for a kick that drops its caller's lock. */
void vq_exclusion_unlock(void);

#endif
