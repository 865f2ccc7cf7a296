/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * narrate.h - runs one schedule of a world and writes it down: a line for each step that a driver's
 * author would tell, with the context that took it.
 *
 * A story keeps kicks, interrupts, what requests go through and what the host does; locks, single
 * accesses and switches between contexts are left out.
 */
#ifndef TESTS_STORY_NARRATE_H
#define TESTS_STORY_NARRATE_H

#include <criterion/criterion.h>
#include <inttypes.h>
#include <linux/virtio_mmio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/trace.h>
#include <harness.h>
#include <model/world.h>
#include <search/strategy.h>
#include <tools/trace_text.h>

#define STORY_BYTES 8192

static inline bool narrated_event(uint64_t event)
{
	return event == SIM_EV_REQUEST_NEW || event == SIM_EV_REQUEST_END ||
	       event == SIM_EV_QUEUE_STOP || event == SIM_EV_QUEUE_START;
}

static inline bool narrated(const struct trace_record *record)
{
	switch ((enum trace_type)record->type) {
	case TRACE_ACTION:
	case TRACE_IRQ_ENTER:
	case TRACE_FAULT:
		return true;
	case TRACE_WAKE: /* of a thread of the host */
		return record->text && (strcmp(record->text, "iothread") == 0 ||
					strcmp(record->text, "main loop") == 0);
	case TRACE_MMIO:
		return record->a == VIRTIO_MMIO_QUEUE_NOTIFY;
	case TRACE_EVENT:
		return narrated_event(record->a);
	default:
		return false;
	}
}

static inline void narrate_step(const struct trace_record *record, char *story)
{
	char who[48], what[128];
	size_t used = strlen(story);

	if (record->type == TRACE_MMIO)
		snprintf(what, sizeof(what), "kicks");
	else if (record->type == TRACE_IRQ_ENTER)
		snprintf(what, sizeof(what), "interrupts");
	else
		trace_what(record, what, sizeof(what));
	snprintf(story + used, STORY_BYTES - used, "%s: %s\n",
		 record->ctx ? trace_ctx_name(record->ctx, who, sizeof(who)) : "device", what);
}

/* Builds the world, runs it once with every choice answered 0 and returns the story, from where the
 * load starts up to where its queue dies. */
static inline const char *narrate(const struct world_spec *spec)
{
	static char story[STORY_BYTES];
	const char *module = harness_module("kernel");
	char dir[4096], error[512];
	const char *field;

	cr_assert(world_spec_check(spec, &field, error, sizeof(error)), "%s: %s", field, error);
	snprintf(dir, sizeof(dir), "%.*s", (int)(strrchr(module, '/') - module), module);
	cr_assert(world_build(spec, dir, error, sizeof(error)), "%s", error);
	strategy_set(strategy_first());
	cr_assert_eq(world_run(true), SIM_PASS, "%s", finding_current()->text);
	for (uint32_t i = 0; i < trace_count(); i++) {
		const struct trace_record *record = trace_at(i);

		if (record->type == TRACE_EVENT && record->a == SIM_EV_QUEUE_DEAD)
			break;
		if (narrated(record))
			narrate_step(record, story);
	}
	return story;
}

#endif
