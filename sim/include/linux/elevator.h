/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * elevator.h - I/O schedulers between the submission of requests and the dispatch queue.
 *
 * Everything here runs under the queue lock unless it says otherwise.
 */
#ifndef _LINUX_ELEVATOR_H
#define _LINUX_ELEVATOR_H

#include <linux/list.h>
#include <linux/types.h>

struct bio;
struct elevator_type;
struct request;
struct request_queue;

/* What a bio or request can do to a queued request. */
#define ELEVATOR_NO_MERGE 0
#define ELEVATOR_FRONT_MERGE 1
#define ELEVATOR_BACK_MERGE 2

/* Where a request goes. */
#define ELEVATOR_INSERT_FRONT 1 /* head of the dispatch queue */
#define ELEVATOR_INSERT_BACK 2 /* tail, behind everything that the elevator holds */
#define ELEVATOR_INSERT_SORT 3 /* into the elevator */
#define ELEVATOR_INSERT_REQUEUE 4 /* back from the driver: the head */
#define ELEVATOR_INSERT_FLUSH 5 /* through the flush machinery */
#define ELEVATOR_INSERT_SORT_MERGE 6 /* as SORT, merged with a queued request if possible */

#define ELV_NAME_MAX 16
#define ELV_HASH_BITS 6
#define ELV_HASH_ENTRIES (1 << ELV_HASH_BITS)

struct elevator_queue;

struct elevator_ops {
	/* A queued request that bio can be put in front of; back merges are found before. */
	int (*elevator_merge_fn)(struct request_queue *q, struct request **req, struct bio *bio);
	/* req grew: type is ELEVATOR_*_MERGE. */
	void (*elevator_merged_fn)(struct request_queue *q, struct request *req, int type);
	/* next was appended to req and goes away. */
	void (*elevator_merge_req_fn)(struct request_queue *q, struct request *req,
				      struct request *next);
	int (*elevator_allow_merge_fn)(struct request_queue *q, struct request *rq,
				       struct bio *bio);
	/* Moves at least one request to the dispatch queue if there is any; the number moved. */
	int (*elevator_dispatch_fn)(struct request_queue *q, int force);
	void (*elevator_add_req_fn)(struct request_queue *q, struct request *rq);
	void (*elevator_completed_req_fn)(struct request_queue *q, struct request *rq);
	struct request *(*elevator_former_req_fn)(struct request_queue *q, struct request *rq);
	struct request *(*elevator_latter_req_fn)(struct request_queue *q, struct request *rq);
	/* Without the queue lock, in task context. init may sleep; 0 or a negative errno. */
	int (*elevator_init_fn)(struct request_queue *q, struct elevator_queue *eq);
	void (*elevator_exit_fn)(struct elevator_queue *eq);
};

struct elevator_type {
	struct elevator_ops ops;
	char elevator_name[ELV_NAME_MAX];
	struct list_head list;
};

struct elevator_queue {
	struct elevator_type *type;
	void *elevator_data;
	struct hlist_head hash[ELV_HASH_ENTRIES]; /* mergeable requests by their end sector */
};

/* Task context. -EBUSY if the name is taken. */
int elv_register(struct elevator_type *type);
void elv_unregister(struct elevator_type *type);

/*
 * Gives the queue an elevator; name = NULL takes the default. Before the queue is used. -EINVAL if
 * there is no such elevator.
 */
int elevator_init(struct request_queue *q, const char *name);
void elevator_exit(struct elevator_queue *eq);
/* Exchanges the elevator of a live queue: drains what the old one holds. Task context. */
int elevator_change(struct request_queue *q, const char *name);
/* The elevator that elevator_init(q, NULL) takes; the boot option elevator=. */
const char *elevator_default_name(void);

/* ---- used by the block layer --------------------------------------------------------------- */

int elv_merge(struct request_queue *q, struct request **req, struct bio *bio);
void elv_merged_request(struct request_queue *q, struct request *rq, int type);
void elv_merge_requests(struct request_queue *q, struct request *rq, struct request *next);
struct request *elv_former_request(struct request_queue *q, struct request *rq);
struct request *elv_latter_request(struct request_queue *q, struct request *rq);
void __elv_add_request(struct request_queue *q, struct request *rq, int where);
/* The same, taking the queue lock. */
void elv_add_request(struct request_queue *q, struct request *rq, int where);
void elv_requeue_request(struct request_queue *q, struct request *rq);
void elv_completed_request(struct request_queue *q, struct request *rq);
/* Moves everything that the elevator holds to the dispatch queue. */
void elv_drain_elevator(struct request_queue *q);

/* ---- used by elevators --------------------------------------------------------------------- */

/* Puts rq into the dispatch queue in sector order, without passing a barrier or a started one. */
void elv_dispatch_sort(struct request_queue *q, struct request *rq);
/* Puts rq at the tail of the dispatch queue. */
void elv_dispatch_add_tail(struct request_queue *q, struct request *rq);
/* rq may take bio as far as flags, direction, disk and elevator are concerned. */
bool elv_rq_merge_ok(struct request *rq, struct bio *bio);

#endif
