/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * queue_service.h - which host task takes the requests of which queue, how many, and whether it
 * keeps one queue waiting for the sake of another.
 *
 * A task that serves several queues gives each its turn: STARVATION, when a queue that was
 * notified, and that the task has served before, waits while it takes more than so many requests of
 * others.
 */
#ifndef MODEL_QUEUE_SERVICE_H
#define MODEL_QUEUE_SERVICE_H

#include <engine/engine.h>

struct queue_service {
	const char *server; /* name of the task */
	unsigned int queue;
	uint64_t requests; /* taken */
};

/* While the world is built; without it the rest does nothing. UINT_MAX: no queue starves, since queues
 * change their tasks. */
void queue_service_init(unsigned int others_max);
/* The host has been told of a queue in which something waits. */
void queue_service_told(unsigned int queue);
/* The device takes a request of a queue. */
void queue_service_taken(unsigned int queue, const struct sim_ctx *ctx);
/* How many pairs of task and queue there have been in this run; the pair number index in
 * *service. */
unsigned int queue_service_count(void);
struct queue_service queue_service_at(unsigned int index);
/* One line of the trace for each. */
void queue_service_log(void);

#endif
