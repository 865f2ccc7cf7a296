/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/rule.h>

#include <stddef.h>

#include <check/blk_calls.h>
#include <check/leak.h>
#include <check/lockdep.h>
#include <check/queue.h>
#include <check/quiesce.h>
#include <check/request.h>
#include <check/vq_exclusion.h>
#include <engine/trace_hash.h>
#include <engine/site.h>
#include <memory/settle.h>

static void watchdog_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b)
{
	(void)obj, (void)a, (void)b;
	if (event == SIM_EV_REQUEST_END)
		quiesce_rescue_check();
}

static const struct rule watchdog_rule = {
	.name = "watchdog",
	.event = watchdog_event,
};

static const struct rule vq_exclusion_rule = {
	.name = "vq_exclusion",
	.init = vq_exclusion_init,
};

static const struct rule blk_calls_rule = {
	.name = "blk_calls",
	.init = blk_calls_init,
};

/* The watchdog looks at what the request rule has counted. */
const struct rule *const rules[] = {
	&vq_exclusion_rule, &blk_calls_rule, &request_rule, &queue_rule,
	&watchdog_rule,	    &leak_rule,	     NULL,
};

static bool ready; /* a world without a kernel, as litmus tests have, does without rules */

void rules_init(void)
{
	ready = true;
	lockdep_init();
	quiesce_init();
	for (const struct rule *const *rule = rules; *rule; rule++)
		if ((*rule)->init)
			(*rule)->init();
}

void rules_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b)
{
	for (const struct rule *const *rule = rules; ready && *rule; rule++)
		if ((*rule)->event)
			(*rule)->event(event, obj, a, b);
}

void sim_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b)
{
	uint32_t site = SITE_OF_CALLER();

	settle();
	trace_note_at(TRACE_EVENT, sim_ctx_current(), site, event, a, NULL);
	rules_event(event, obj, a, b);
}

void rules_end(void)
{
	for (const struct rule *const *rule = rules; *rule; rule++)
		if ((*rule)->end)
			(*rule)->end();
}
