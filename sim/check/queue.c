/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/queue.h>

#include <stdio.h>

#include <check/finding.h>
#include <check/request.h>
#include <engine/engine.h>
#include <engine/state.h>
#include <engine/symbolize.h>

#define QUEUES_MAX 32

struct stopped_queue {
	const void *queue;
	uint32_t site; /* who stopped it */
};

struct stopped_queues {
	uint32_t count;
	struct stopped_queue stopped[QUEUES_MAX];
};

static struct stopped_queues *queues;

static void start(const void *queue)
{
	for (uint32_t i = 0; i < queues->count; i++) {
		if (queues->stopped[i].queue != queue)
			continue;
		queues->stopped[i] = queues->stopped[--queues->count];
		return;
	}
}

static void stop(const void *queue)
{
	struct stopped_queue *entry;
	uint32_t frames[2];
	uint32_t depth;

	start(queue);
	if (queues->count == QUEUES_MAX)
		return;
	entry = &queues->stopped[queues->count++];
	entry->queue = queue;
	/* The innermost frame is the block layer's own stop function. */
	depth = finding_walk(__builtin_frame_address(0), frames, 2);
	entry->site = depth ? frames[depth - 1] : 0;
}

static void queue_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b)
{
	(void)a, (void)b;
	if (event == SIM_EV_QUEUE_STOP)
		stop(obj);
	else if (event == SIM_EV_QUEUE_START || event == SIM_EV_QUEUE_DEAD)
		start(obj);
}

static void describe(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	char site[64];

	(void)probe;
	if (!queues->count || request_started())
		return;
	snprintf(text, text_bytes,
		 "the queue stopped at %s has nothing in flight that would start it",
		 symbolize_site(queues->stopped[0].site, site, sizeof(site)));
}

static struct quiesce_probe probe = {
	.name = "stopped queue",
	.rank = 40,
	.verdict = SIM_LOST_REQUEST,
	.describe = describe,
};

static void queue_init(void)
{
	queues = state_alloc(sizeof(*queues));
	quiesce_probe_add(&probe);
}

const struct rule queue_rule = {
	.name = "queue",
	.init = queue_init,
	.event = queue_event,
};
