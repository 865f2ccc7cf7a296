/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One I/O: its buffers live exactly as long as the I/O does, so that a device or a driver that
 * touches them later is caught.
 */
#include <linux/bio.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "load_bio.h"

#define SECTOR_BYTES 512u

struct sim_load_plan load_plan;

static struct kmem_cache *io_cache;
static struct kmem_cache *part_cache;

/* Whole sectors, spread as evenly as they go; the first parts have one more. */
static unsigned int part_bytes(unsigned int part)
{
	unsigned int sectors = load_plan.bytes / SECTOR_BYTES;
	unsigned int more = part < sectors % load_plan.segments;

	return (sectors / load_plan.segments + more) * SECTOR_BYTES;
}

int load_io_init(void)
{
	unsigned int bytes;

	sim_load_plan(&load_plan);
	/* Aligned to its size, a buffer never crosses a page. */
	bytes = roundup_pow_of_two(part_bytes(0));
	io_cache = kmem_cache_create("load_io",
				     sizeof(struct load_io) + load_plan.segments * sizeof(void *),
				     0, 0, NULL);
	if (!io_cache)
		return -ENOMEM;
	part_cache = kmem_cache_create("load_buffer", bytes, bytes, 0, NULL);
	if (!part_cache) {
		kmem_cache_destroy(io_cache);
		return -ENOMEM;
	}
	return 0;
}

void load_io_exit(void)
{
	kmem_cache_destroy(part_cache);
	kmem_cache_destroy(io_cache);
}

/* The bio is the block layer's until here; the rest belongs to the job's task. */
void load_io_ended(struct load_io *io, struct bio *bio, int error)
{
	struct load_job *job = io->job;
	unsigned long flags;

	sim_load_ended(io->what.id, error);
	io->error = error;
	bio_put(bio);

	spin_lock_irqsave(&job->lock, flags);
	list_add_tail(&io->node, &job->done);
	wake_up(&job->wait);
	spin_unlock_irqrestore(&job->lock, flags);
}

static struct load_io *load_io_alloc(struct load_job *job, const struct sim_load_io *what)
{
	struct load_io *io = kmem_cache_alloc(io_cache, GFP_NOIO | __GFP_NOFAIL);
	unsigned int offset = 0;
	unsigned int i;

	io->job = job;
	io->what = *what;
	io->error = 0;
	io->parts = what->op == SIM_LOAD_FLUSH ? 0 : load_plan.segments;
	for (i = 0; i < io->parts; i++) {
		io->part[i] = kmem_cache_alloc(part_cache, GFP_NOIO | __GFP_NOFAIL);
		if (what->op == SIM_LOAD_WRITE)
			sim_load_fill(what->id, offset, io->part[i], part_bytes(i));
		offset += part_bytes(i);
	}
	return io;
}

bool load_io_submit(struct load_job *job)
{
	struct sim_load_io what;
	struct load_io *io;
	struct bio *bio;
	unsigned int i;

	if (!sim_load_next(job->number, &what))
		return false;
	io = load_io_alloc(job, &what);
	bio = load_bio_alloc(io);
	for (i = 0; i < io->parts; i++) {
		int added = bio_add_page(bio, virt_to_page(io->part[i]), part_bytes(i),
					 offset_in_page(io->part[i]));

		/* The plan keeps to the limits that the device announces. */
		BUG_ON(added != (int)part_bytes(i));
	}
	job->in_flight++;
	load_bio_submit(bio, io);
	return true;
}

void load_io_finish(struct load_io *io)
{
	unsigned int offset = 0;
	unsigned int i;

	for (i = 0; i < io->parts; i++) {
		if (io->what.op == SIM_LOAD_READ && !io->error) {
			u64 first = *(u64 *)io->part[i];

			sim_load_check(io->what.id, offset, io->part[i], part_bytes(i), first);
		}
		offset += part_bytes(i);
		kmem_cache_free(part_cache, io->part[i]);
	}
	sim_load_release(io->what.id);
	io->job->in_flight--;
	kmem_cache_free(io_cache, io);
}
