/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/wait_cycle.h>

#include <stdio.h>

#include <check/quiesce.h>
#include <engine/context.h>
#include <engine/engine.h>

/* The interrupt that came in on ctx and has not returned, or NULL. */
static const struct sim_ctx *interrupted_by(const struct sim_ctx *ctx)
{
	for (unsigned int i = 0; i < engine_ctx_count(); i++)
		if (engine_ctx_at(i)->below == ctx)
			return engine_ctx_at(i);
	return NULL;
}

/* Whoever has to act before ctx goes on, or NULL. */
static const struct sim_ctx *awaited(const struct sim_ctx *ctx)
{
	const struct sim_wait *wait = engine_ctx_wait(ctx);

	if (wait->kind == SIM_WAIT_NONE)
		return interrupted_by(ctx);
	return wait->kind == SIM_WAIT_IDLE ? NULL : wait->owner;
}

/* A context on a cycle that ctx's chain runs into, or NULL. Two walkers, one twice as fast. */
static const struct sim_ctx *on_cycle(const struct sim_ctx *ctx)
{
	const struct sim_ctx *slow = ctx, *fast = ctx;

	do {
		slow = awaited(slow);
		fast = awaited(fast);
		fast = fast ? awaited(fast) : NULL;
	} while (fast && slow != fast);
	return fast;
}

static size_t add_wait(char *text, size_t bytes, size_t used, const struct sim_ctx *ctx)
{
	const struct sim_wait *wait = engine_ctx_wait(ctx);
	const char *comma = used ? ", " : "";
	const char *name = engine_ctx_name(ctx);
	const char *other = engine_ctx_name(awaited(ctx));
	int more;

	if (used >= bytes)
		return used;
	if (wait->kind == SIM_WAIT_NONE)
		more = snprintf(text + used, bytes - used, "%s%s is interrupted by %s", comma, name,
				other);
	else
		more = snprintf(text + used, bytes - used, "%s%s waits for %s of %s", comma, name,
				wait->what ? wait->what : "something", other);
	return used + (size_t)more;
}

static void report_cycle(const struct sim_ctx *start)
{
	const struct sim_ctx *at = start;
	char text[400] = "";
	size_t used = 0;

	do {
		used = add_wait(text, sizeof(text), used, at);
		at = awaited(at);
	} while (at != start);
	engine_report(SIM_DEADLOCK, "%s", text);
}

void wait_cycle_check(void)
{
	for (unsigned int i = 0; i < engine_ctx_count(); i++) {
		const struct sim_ctx *start = on_cycle(engine_ctx_at(i));

		if (start)
			report_cycle(start);
	}
}

void wait_stuck_lock_check(void)
{
	for (unsigned int i = 0; i < engine_ctx_count(); i++) {
		const struct sim_ctx *ctx = engine_ctx_at(i);
		const struct sim_wait *wait = engine_ctx_wait(ctx);

		if (wait->kind != SIM_WAIT_SPIN && wait->kind != SIM_WAIT_MUTEX)
			continue;
		if (wait->owner && awaited(wait->owner))
			continue;
		if (wait->owner && engine_ctx_wait(wait->owner)->kind == SIM_WAIT_QUEUE)
			continue;
		engine_report(SIM_DEADLOCK, "%s waits for %s, which %s never releases",
			      engine_ctx_name(ctx), wait->what ? wait->what : "a lock",
			      wait->owner ? engine_ctx_name(wait->owner) : "its owner");
	}
}
