/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * elevator_hash.c - mergeable requests by the sector behind their end. Under the queue lock.
 */
#include <linux/blkdev.h>
#include <linux/elevator.h>

#include "blk.h"

static struct hlist_head *elv_bucket(struct request_queue *q, sector_t sector)
{
	return &q->elevator->hash[(sector >> 3) % ELV_HASH_ENTRIES];
}

void elv_rqhash_add(struct request_queue *q, struct request *rq)
{
	BUG_ON(!hlist_unhashed(&rq->hash));
	hlist_add_head(&rq->hash, elv_bucket(q, rq_end_sector(rq)));
}

void elv_rqhash_del(struct request_queue *q, struct request *rq)
{
	if (!hlist_unhashed(&rq->hash))
		hlist_del_init(&rq->hash);
}

void elv_rqhash_reposition(struct request_queue *q, struct request *rq)
{
	elv_rqhash_del(q, rq);
	elv_rqhash_add(q, rq);
}

struct request *elv_rqhash_find(struct request_queue *q, sector_t sector)
{
	struct hlist_head *bucket = elv_bucket(q, sector);
	struct request *rq;

	hlist_for_each_entry(rq, bucket, hash) {
		/* One that has filled up stays here until it is dispatched. */
		if (rq_mergeable(rq) && rq_end_sector(rq) == sector)
			return rq;
	}
	return NULL;
}
