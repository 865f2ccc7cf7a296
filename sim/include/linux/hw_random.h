/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hw_random.h - sources of random numbers, and reading the one in use.
 */
#ifndef SIM_LINUX_HW_RANDOM_H
#define SIM_LINUX_HW_RANDOM_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/types.h>

/*
 * A source. read() fills up to max bytes and says how many; with wait it may sleep for them. One read
 * at a time, in task context. cleanup() is called when it is not the current one any more and its
 * last read is over.
 */
struct hwrng {
	const char *name;
	int (*init)(struct hwrng *rng);
	void (*cleanup)(struct hwrng *rng);
	int (*read)(struct hwrng *rng, void *data, size_t max, bool wait);
	unsigned long priv;
	unsigned short quality;
	/* The core's own. */
	struct list_head list;
	struct kref ref;
	struct completion cleanup_done;
};

/* Task context. -EINVAL, -EEXIST for a second one of that name, or what init() says. */
int hwrng_register(struct hwrng *rng);
/* When it returns no read() runs and none will. */
void hwrng_unregister(struct hwrng *rng);

/* What reading /dev/hwrng does: up to size bytes from the current source. Bytes, or -ENODEV, -EAGAIN
 * (nonblock and none there), or the source's error. Task context. */
ssize_t hwrng_dev_read(void *buf, size_t size, bool nonblock);

#endif
