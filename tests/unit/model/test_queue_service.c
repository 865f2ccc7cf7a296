/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The work of a vhost-blk device is spread over its workers as its queues are assigned: in the
 * counters, and in the trace. A server that keeps one queue waiting for another is starving it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include <engine/trace.h>
#include <model/queue_service.h>
#include <model/world.h>
#include <search/strategy.h>

#include "harness.h"

#define QUEUES 4

static void run_vhost(unsigned int workers)
{
	struct world_spec spec;
	char error[256], dir[256];

	world_spec_defaults(&spec);
	spec.guest.driver = "virtio_blk_mq";
	spec.guest.vcpus = QUEUES;
	spec.guest.queues = QUEUES;
	spec.host.backend = HOST_BACKEND_VHOST_BLK;
	spec.host.cpus = 2;
	spec.host.workers = workers;
	spec.load.numjobs = QUEUES;
	snprintf(dir, sizeof(dir), "%s", harness_module(""));
	*strrchr(dir, '/') = '\0';
	cr_assert(world_build(&spec, dir, error, sizeof(error)), "%s", error);
	strategy_set(strategy_first());
	cr_assert_eq(world_run(true), SIM_PASS, "%s", finding_current()->text);
}

/* Workers are named after their owner, then numbered: "vhost-4-1". */
static unsigned int worker_of(const char *server)
{
	const char *number = strrchr(server, '-');

	cr_assert(strncmp(server, "vhost-", 6) == 0 && number, "served by %s", server);
	return (unsigned int)strtoul(number + 1, NULL, 10);
}

static unsigned int lines_of_trace(const struct queue_service *service)
{
	char line[96];
	unsigned int seen = 0;

	snprintf(line, sizeof(line), "queue %u: %s takes a request", service->queue,
		 service->server);
	for (uint32_t i = 0; i < trace_count(); i++)
		seen += trace_at(i)->text && strcmp(trace_at(i)->text, line) == 0;
	return seen;
}

static void expect_spread(unsigned int workers)
{
	uint64_t requests = 0;

	run_vhost(workers);
	cr_assert_eq(queue_service_count(), QUEUES, "each queue has one server");
	for (unsigned int i = 0; i < QUEUES; i++) {
		const struct queue_service service = queue_service_at(i);

		cr_assert_eq(worker_of(service.server), service.queue % workers, "queue %u: %s",
			     service.queue, service.server);
		cr_assert_gt(service.requests, 0);
		cr_assert_eq(service.requests, lines_of_trace(&service));
		requests += service.requests;
	}
	cr_assert_eq(requests, QUEUES * 4, "4 I/Os for each job");
}

Test(queue_service, one_worker_serves_all_queues)
{
	expect_spread(1);
}

Test(queue_service, two_workers_share_the_queues)
{
	expect_spread(2);
}

Test(queue_service, four_workers_have_a_queue_each)
{
	expect_spread(4);
}
