/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/quiesce.h>

#include <stdio.h>
#include <string.h>

#include <check/request.h>
#include <check/wait_cycle.h>
#include <engine/state.h>
#include <memory/history.h>

#define PROBES_MAX 64
#define TEXT_BYTES 400
/* Scheduling points the world may go on for after an injected event. */
#define PROBE_POINTS 20000

struct quiesce {
	uint32_t count;
	struct quiesce_probe *probes[PROBES_MAX]; /* by rank; equal ranks as they came */
	const char *watchdog; /* fired last, NULL if none */
	uint64_t watchdog_progress;
};

static struct quiesce *quiesce;

void quiesce_probe_add(struct quiesce_probe *probe)
{
	uint32_t at = quiesce->count;

	if (at == PROBES_MAX)
		return;
	quiesce->count++;
	for (; at > 0 && quiesce->probes[at - 1]->rank > probe->rank; at--)
		quiesce->probes[at] = quiesce->probes[at - 1];
	quiesce->probes[at] = probe;
}

/* ---- lost wake-ups --------------------------------------------------------------------------- */

/* Wakes each sleeper in turn: every wait on a wait queue must expect to be woken for nothing. */
static void try_wakeups(enum sim_wait_kind kind)
{
	for (unsigned int i = 0; i < engine_ctx_count(); i++) {
		struct sim_ctx *ctx = engine_ctx_at(i);
		const struct sim_wait wait = *engine_ctx_wait(ctx);
		char name[64];

		if (wait.kind != kind)
			continue;
		snprintf(name, sizeof(name), "%s", engine_ctx_name(ctx));
		if (sim_unpark(ctx) && engine_run_more(PROBE_POINTS))
			engine_report(SIM_LOST_WAKEUP,
				      "%s slept in %s although it could go on: woken for nothing, "
				      "it did",
				      name, wait.what ? wait.what : "schedule");
	}
}

static struct quiesce_probe wakeup_probe = {
	.name = "spurious wake-up",
	.rank = 30,
	.verdict = SIM_LOST_WAKEUP,
};

void quiesce_init(void)
{
	quiesce = state_alloc(sizeof(*quiesce));
	quiesce_probe_add(&wakeup_probe);
}

/* ---- probes ---------------------------------------------------------------------------------- */

static void describe(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	text[0] = '\0';
	if (probe->describe)
		probe->describe(probe, text, text_bytes);
}

static void try_probe(struct quiesce_probe *probe)
{
	char text[TEXT_BYTES];

	if (probe->inject) {
		if (!probe->inject(probe) || !engine_run_more(PROBE_POINTS))
			return;
		describe(probe, text, sizeof(text));
		engine_report(probe->verdict, "%s", *text ? text : probe->name);
	}
	/* With nothing to inject, a description is proof enough. */
	describe(probe, text, sizeof(text));
	if (*text)
		engine_report(probe->verdict, "%s", text);
}

static void try_probes(void)
{
	for (uint32_t i = 0; i < quiesce->count; i++) {
		if (quiesce->probes[i] != &wakeup_probe) {
			try_probe(quiesce->probes[i]);
			continue;
		}
		try_wakeups(SIM_WAIT_QUEUE);
		/* A worker that sleeps for want of work, while there is some. */
		try_wakeups(SIM_WAIT_IDLE);
	}
}

/* ---- what is left ---------------------------------------------------------------------------- */

static size_t add_waits(char *text, size_t bytes, size_t used)
{
	for (unsigned int i = 0; i < engine_ctx_count() && used < bytes; i++) {
		const struct sim_ctx *ctx = engine_ctx_at(i);
		const struct sim_wait *wait = engine_ctx_wait(ctx);

		if (wait->kind == SIM_WAIT_NONE || wait->kind == SIM_WAIT_IDLE)
			continue;
		used += (size_t)snprintf(text + used, bytes - used, "; %s waits in %s",
					 engine_ctx_name(ctx),
					 wait->what ? wait->what : "schedule");
	}
	return used;
}

__attribute__((noreturn)) static void report_lost(void)
{
	char text[TEXT_BYTES], oldest[96];
	size_t used;

	request_describe(oldest, sizeof(oldest));
	if (*oldest)
		used = (size_t)snprintf(text, sizeof(text), "%s never ends", oldest);
	else
		used = (size_t)snprintf(text, sizeof(text), "nothing can run any more");
	if (request_open() > 1 && used < sizeof(text))
		used += (size_t)snprintf(text + used, sizeof(text) - used, ", nor do %u others",
					 request_open() - 1);
	add_waits(text, sizeof(text), used);
	engine_report(SIM_LOST_REQUEST, "%s", text);
}

bool quiesce_check(void)
{
	char text[TEXT_BYTES];

	if (!quiesce)
		return true;
	quiesce_rescue_check();
	if (!engine_work_left(text, sizeof(text)) && !request_started())
		return true;
	engine_log("nothing can run any more");
	history_collapse(); /* by now every store has reached everybody */
	wait_cycle_check();
	try_probes();
	wait_stuck_lock_check();
	report_lost();
}

/* ---- watchdogs ------------------------------------------------------------------------------- */

/* Waking who set the watchdog is one step of progress; a second one means that work got done. */
void quiesce_rescue_check(void)
{
	if (!quiesce || !quiesce->watchdog ||
	    engine_progress_count() - quiesce->watchdog_progress < 2)
		return;
	engine_report(SIM_RESCUED_BY_TIMEOUT,
		      "nothing moved until %s timed out; a wake-up before it was lost",
		      quiesce->watchdog);
}

void quiesce_watchdog_fired(const char *name)
{
	quiesce_rescue_check();
	if (!quiesce)
		return;
	quiesce->watchdog = name ? name : "a watchdog";
	quiesce->watchdog_progress = engine_progress_count();
}
