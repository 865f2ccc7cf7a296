/* SPDX-License-Identifier: GPL-2.0-only */
/* run.c - the engine's life: init, run, mark, and what quiescence asks of it. */
#include <engine/run.h>

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <check/finding.h>
#include <check/lockdep.h>
#include <check/quiesce.h>
#include <engine/action.h>
#include <engine/crash.h>
#include <engine/layout.h>
#include <engine/sched.h>
#include <engine/state.h>
#include <engine/timer.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/history.h>
#include <memory/arena.h>
#include <memory/settle.h>
#include <memory/watch.h>
#include <search/strategy.h>

struct engine_config engine_config_now;
static jmp_buf unwind; /* of the innermost engine_run() or engine_run_more() */

void engine_init(const struct engine_config *wanted)
{
	engine_config_now = *wanted;
	layout_map();
	E->points_stop = UINT64_MAX;
	agent_init();
	history_init();
	watch_init();
	arena_init();
	timer_init();
	lock_init();
	lockdep_init();
	rcu_init();
	mmio_init();
	fault_init();
	crash_init();
}

unsigned int engine_choose(enum choice_kind kind, unsigned int n, uint32_t site)
{
	unsigned int answer;

	if (n <= 1)
		return 0;
	answer = strategy_ask(kind, n, site, E->current ? E->current->id : 0);
	trace_hash_add((uint64_t)site << 32 | n << 16 | kind << 8 | answer);
	return answer;
}

void run_unwind(void)
{
	longjmp(unwind, 1);
}

static void enter(struct sim_ctx *ctx)
{
	trace_hash_add(ctx->id);
	if (trace_recording)
		trace_record_add(TRACE_SWITCH, ctx, 0, 0, 0, ctx->name);
	context_switch(NULL, ctx);
	E->current = NULL;
}

/* Runs contexts and actions until nothing is enabled or something stops the run. */
static void run_until_idle(void)
{
	while (!E->stop) {
		struct sim_ctx *ctx = sched_pick_first();

		if (ctx) {
			enter(ctx);
			if (E->stop == STOP_IDLE)
				E->stop = STOP_NONE;
		} else if (!action_fire_watchdog()) {
			return;
		}
	}
}

static void report_livelock(void)
{
	char text[FINDING_TEXT_BYTES];

	snprintf(text, sizeof(text), "no end after %llu scheduling points; %s runs",
		 (unsigned long long)engine_config_now.points_max,
		 E->limit_ctx ? E->limit_ctx->name : "?");
	finding_raise(SIM_LIVELOCK, E->limit_site, 0, text, NULL);
}

static enum run_end run_end(void)
{
	switch (E->stop) {
	case STOP_MARK:
		E->stop = STOP_NONE;
		return RUN_MARK;
	case STOP_LIMIT:
		report_livelock();
		return RUN_FINDING;
	case STOP_FINDING:
		return RUN_FINDING;
	default:
		return RUN_QUIET;
	}
}

enum run_end engine_run(void)
{
	enum run_end end;

	E->points_stop = engine_config_now.points_max ? E->points + engine_config_now.points_max :
							UINT64_MAX;
	E->current = NULL;
	settle_pending = false;
	crash_runs++;
	if (setjmp(unwind) == 0) {
		do {
			run_until_idle();
		} while (!E->stop && !quiesce_check());
	}
	E->current = NULL;
	end = run_end();
	finding_finish();
	return end;
}

bool engine_run_more(uint64_t points)
{
	uint64_t progress = E->progress;
	uint64_t stop = E->points_stop;

	E->points_stop = E->points + points;
	run_until_idle();
	if (E->stop == STOP_LIMIT)
		E->stop = STOP_NONE;
	E->points_stop = stop;
	if (E->stop)
		run_unwind();
	return E->progress != progress;
}

void engine_mark_boot(void)
{
	struct sim_ctx *self = E->current;

	settle();
	E->stop = STOP_MARK;
	context_switch(self, NULL);
}

void engine_progress(void)
{
	E->progress++;
}

uint64_t engine_progress_count(void)
{
	return E->progress;
}

uint64_t engine_points(void)
{
	return E->points;
}

/* ---- what quiescence asks ---- */

static bool waits(const struct sim_ctx *ctx)
{
	if (ctx->state == CTX_DONE || ctx->state == CTX_DYING)
		return false;
	return ctx->state == CTX_SPINNING ||
	       (ctx->state == CTX_PARKED && ctx->wait.kind != SIM_WAIT_IDLE);
}

bool engine_work_left(char *text, unsigned int text_bytes)
{
	for (uint32_t i = 1; i < E->ctx_slots; i++) {
		const struct sim_ctx *ctx = E->ctxs[i];

		if (!waits(ctx))
			continue;
		if (text)
			snprintf(text, text_bytes, "%s waits in %s", ctx->name,
				 ctx->wait.what ? ctx->wait.what : "schedule");
		return true;
	}
	return false;
}

unsigned int engine_ctx_count(void)
{
	unsigned int n = 0;

	for (uint32_t i = 1; i < E->ctx_slots; i++)
		n += E->ctxs[i]->state != CTX_DONE;
	return n;
}

struct sim_ctx *engine_ctx_at(unsigned int index)
{
	for (uint32_t i = 1; i < E->ctx_slots; i++)
		if (E->ctxs[i]->state != CTX_DONE && !index--)
			return E->ctxs[i];
	return NULL;
}

const struct sim_wait *engine_ctx_wait(const struct sim_ctx *ctx)
{
	static const struct sim_wait nothing;

	return ctx->state == CTX_PARKED || waits(ctx) ? &ctx->wait : &nothing;
}
