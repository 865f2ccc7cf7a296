/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <engine/state.h>
#include <model/queue_service.h>

#define QUEUES_MAX 16
#define SERVICES_MAX 64
#define NAME_BYTES 32

/* Tasks are known by their names: the context is another's once its task has ended. */
struct service {
	char server[NAME_BYTES];
	unsigned int queue;
	uint64_t requests;
};

struct waiting {
	bool told; /* the host was, and no request was taken since */
	unsigned int others; /* requests of other queues that its server took meanwhile */
	char server[NAME_BYTES]; /* who served it last */
};

struct services {
	unsigned int others_max;
	unsigned int count;
	struct service services[SERVICES_MAX];
	struct waiting queues[QUEUES_MAX];
};

static struct services *services;

void queue_service_init(unsigned int others_max)
{
	services = state_alloc(sizeof(*services));
	services->others_max = others_max;
}

void queue_service_told(unsigned int queue)
{
	if (!services || queue >= QUEUES_MAX || services->queues[queue].told)
		return;
	services->queues[queue].told = true;
	services->queues[queue].others = 0;
}

static void count(unsigned int queue, const char *server)
{
	struct service *service = services->services;

	for (unsigned int i = 0; i < services->count; i++, service++)
		if (service->queue == queue && strcmp(service->server, server) == 0)
			break;
	if (service == services->services + services->count) {
		if (services->count == SERVICES_MAX)
			return;
		snprintf(service->server, sizeof(service->server), "%s", server);
		service->queue = queue;
		service->requests = 0;
		services->count++;
	}
	service->requests++;
}

/* The others that this server lets wait. */
static void wait_of_others(unsigned int queue, const char *server)
{
	for (unsigned int i = 0; i < QUEUES_MAX; i++) {
		struct waiting *other = &services->queues[i];

		if (i == queue || !other->told || strcmp(other->server, server) != 0)
			continue;
		if (++other->others > services->others_max)
			engine_report(SIM_STARVATION,
				      "%s takes %u requests of others while queue %u, which it "
				      "serves too and which was notified, waits",
				      server, other->others, i);
	}
}

void queue_service_taken(unsigned int queue, const struct sim_ctx *ctx)
{
	struct waiting *waiting;

	if (!services || queue >= QUEUES_MAX)
		return;
	waiting = &services->queues[queue];
	waiting->told = false;
	snprintf(waiting->server, sizeof(waiting->server), "%s", engine_ctx_name(ctx));
	engine_log("queue %u: %s takes a request", queue, waiting->server);
	count(queue, waiting->server);
	wait_of_others(queue, waiting->server);
}

unsigned int queue_service_count(void)
{
	return services ? services->count : 0;
}

struct queue_service queue_service_at(unsigned int index)
{
	const struct service *service = &services->services[index];

	return (struct queue_service){
		.server = service->server,
		.queue = service->queue,
		.requests = service->requests,
	};
}

void queue_service_log(void)
{
	for (unsigned int i = 0; i < queue_service_count(); i++) {
		const struct queue_service service = queue_service_at(i);

		engine_log("%s took %" PRIu64 " requests of queue %u", service.server,
			   service.requests, service.queue);
	}
}
