/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hwrng.c - hardware random number generators: which there are, which is in use, and reading it.
 *
 * As Linux's core has been since 3.20: a source in use is counted, and whoever unregisters one waits
 * for the end of the last read.
 */
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hw_random.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#define RNG_BUFFER_BYTES SMP_CACHE_BYTES

static struct hwrng *current_rng;
static LIST_HEAD(rng_list);
static DEFINE_MUTEX(rng_mutex); /* current_rng, rng_list */

static u8 rng_buffer[RNG_BUFFER_BYTES];
static unsigned int data_avail; /* bytes at the front of rng_buffer that nobody has had */
static DEFINE_MUTEX(reading_mutex); /* both, and the source's read() */

static void hwrng_last_put(struct kref *ref)
{
	struct hwrng *rng = container_of(ref, struct hwrng, ref);

	if (rng->cleanup)
		rng->cleanup(rng);
	complete(&rng->cleanup_done);
}

/* Under rng_mutex. */
static void drop_current_rng(void)
{
	struct hwrng *rng = current_rng;

	current_rng = NULL;
	if (rng)
		kref_put(&rng->ref, hwrng_last_put);
}

/* Under rng_mutex. */
static int set_current_rng(struct hwrng *rng)
{
	int err = rng->init ? rng->init(rng) : 0;

	if (err)
		return err;
	kref_init(&rng->ref);
	reinit_completion(&rng->cleanup_done);
	drop_current_rng();
	current_rng = rng;
	return 0;
}

static struct hwrng *get_current_rng(void)
{
	struct hwrng *rng;

	mutex_lock(&rng_mutex);
	rng = current_rng;
	if (rng)
		kref_get(&rng->ref);
	mutex_unlock(&rng_mutex);
	return rng;
}

static void put_rng(struct hwrng *rng)
{
	mutex_lock(&rng_mutex);
	kref_put(&rng->ref, hwrng_last_put);
	mutex_unlock(&rng_mutex);
}

int hwrng_register(struct hwrng *rng)
{
	struct hwrng *other;
	int err = 0;

	if (!rng->name || !rng->read)
		return -EINVAL;

	mutex_lock(&rng_mutex);
	list_for_each_entry (other, &rng_list, list)
		if (!strcmp(other->name, rng->name))
			err = -EEXIST;
	if (err)
		goto unlock;

	init_completion(&rng->cleanup_done);
	/* It has nothing to wait for while it is not in use. */
	complete(&rng->cleanup_done);
	if (!current_rng || rng->quality > current_rng->quality)
		err = set_current_rng(rng);
	if (!err)
		list_add_tail(&rng->list, &rng_list);
unlock:
	mutex_unlock(&rng_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(hwrng_register);

/* Under rng_mutex: the current source goes; the best of those left follows. */
static void hwrng_replace_current(void)
{
	struct hwrng *rng, *best = NULL;

	list_for_each_entry (rng, &rng_list, list)
		if (!best || rng->quality > best->quality)
			best = rng;
	if (!best || set_current_rng(best))
		drop_current_rng();
}

void hwrng_unregister(struct hwrng *rng)
{
	mutex_lock(&rng_mutex);
	list_del(&rng->list);
	if (current_rng == rng)
		hwrng_replace_current();
	mutex_unlock(&rng_mutex);
	wait_for_completion(&rng->cleanup_done);
}
EXPORT_SYMBOL_GPL(hwrng_unregister);

/* Takes what is left in the buffer, filling it first if nothing is. Under reading_mutex. */
static int hwrng_take(struct hwrng *rng, u8 *to, size_t size, bool nonblock)
{
	int bytes;

	if (!data_avail) {
		bytes = rng->read(rng, rng_buffer, sizeof(rng_buffer), !nonblock);
		if (bytes < 0)
			return bytes;
		if (!bytes && nonblock)
			return -EAGAIN;
		data_avail = bytes;
	}
	bytes = min_t(size_t, data_avail, size);
	data_avail -= bytes;
	memcpy(to, rng_buffer + data_avail, bytes);
	return bytes;
}

ssize_t hwrng_dev_read(void *buf, size_t size, bool nonblock)
{
	size_t done = 0;
	int bytes = 0;

	while (done < size) {
		struct hwrng *rng = get_current_rng();

		if (!rng) {
			bytes = -ENODEV;
			break;
		}
		mutex_lock(&reading_mutex);
		bytes = hwrng_take(rng, (u8 *)buf + done, size - done, nonblock);
		mutex_unlock(&reading_mutex);
		put_rng(rng);
		if (bytes < 0)
			break;
		done += bytes;
	}
	return done ? (ssize_t)done : bytes;
}
EXPORT_SYMBOL_GPL(hwrng_dev_read);
