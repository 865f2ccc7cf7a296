/* SPDX-License-Identifier: GPL-2.0-only */
/* When nothing can run any more: the end, or which signal was lost. */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include <check/quiesce.h>
#include <check/request.h>
#include <engine/engine.h>
#include <sim/port.h>

#include "small_world.h"

#define RUNNING 0

/* What the tasks of a test share; simulated memory is not needed for it. */
static long state[2] = { 1, 1 };
static struct sim_ctx *sleepers[2];
static bool condition;
static char request;

static void park(int i, enum sim_wait_kind kind, const char *what)
{
	const struct sim_wait wait = { .kind = kind, .object = &state[i], .what = what };

	sleepers[i] = sim_ctx_current();
	sim_park(&state[i], RUNNING, &wait);
}

static void ends(void *arg)
{
	(void)arg;
}

static void sleeps_as_idle(void *arg)
{
	(void)arg;
	for (;;)
		park(0, SIM_WAIT_IDLE, "worker");
}

Test(quiesce, an_empty_world_is_quiet)
{
	cr_assert_eq(small_world_of(ends), SIM_PASS);
}

Test(quiesce, idle_workers_are_no_work)
{
	cr_assert_eq(small_world_of(sleeps_as_idle), SIM_PASS);
}

/* wait_event() done right, but its wake_up() is missing. */
static void waits_for_condition(void *arg)
{
	(void)arg;
	while (!condition)
		park(0, SIM_WAIT_QUEUE, "wait_event");
}

static void sets_and_wakes(void *arg)
{
	(void)arg;
	condition = true;
	if (sleepers[0])
		sim_unpark(sleepers[0]);
}

static void sets_and_forgets(void *arg)
{
	(void)arg;
	condition = true;
}

static void world_of_two(void (*first)(void *), void (*second)(void *))
{
	small_world_build();
	small_world_task("first", 0, first);
	small_world_task("second", 0, second);
	small_world_run();
}

Test(quiesce, a_wake_up_that_comes_is_silent)
{
	world_of_two(waits_for_condition, sets_and_wakes);
	small_world_expect(SIM_PASS, NULL);
}

Test(quiesce, a_wake_up_that_does_not_is_lost)
{
	world_of_two(waits_for_condition, sets_and_forgets);
	small_world_expect(SIM_LOST_WAKEUP, "first slept in wait_event although it could go on");
}

Test(quiesce, a_condition_that_never_holds_is_a_lost_request)
{
	small_world_of(waits_for_condition);
	small_world_expect(SIM_LOST_REQUEST, "task waits in wait_event");
}

static void has_a_request(void *arg)
{
	rules_event(SIM_EV_REQUEST_NEW, &request, 16, SIM_REQUEST_NEEDS_START);
	rules_event(SIM_EV_REQUEST_START, &request, 16, 0);
	waits_for_condition(arg);
}

Test(quiesce, a_report_names_the_request)
{
	small_world_of(has_a_request);
	small_world_expect(SIM_LOST_REQUEST, "(sector 16, started) never ends; task waits in");
}

static void leaves_a_request(void *arg)
{
	(void)arg;
	rules_event(SIM_EV_REQUEST_NEW, &request, 16, SIM_REQUEST_NEEDS_START);
	rules_event(SIM_EV_REQUEST_START, &request, 16, 0);
}

Test(quiesce, a_started_request_is_lost_even_if_nobody_waits)
{
	small_world_of(leaves_a_request);
	small_world_expect(SIM_LOST_REQUEST, "never ends");
}

static void stops_the_queue(void *arg)
{
	rules_event(SIM_EV_REQUEST_NEW, &request, 16, SIM_REQUEST_NEEDS_START);
	rules_event(SIM_EV_QUEUE_STOP, &state, 0, 0);
	waits_for_condition(arg);
}

static void stops_and_starts_the_queue(void *arg)
{
	rules_event(SIM_EV_QUEUE_STOP, &state, 0, 0);
	rules_event(SIM_EV_QUEUE_START, &state, 0, 0);
	waits_for_condition(arg);
}

Test(quiesce, a_stopped_queue_with_nothing_in_flight_says_why)
{
	small_world_of(stops_the_queue);
	small_world_expect(SIM_LOST_REQUEST, "nothing in flight that would start it");
}

Test(quiesce, a_started_one_is_not_blamed)
{
	small_world_of(stops_and_starts_the_queue);
	small_world_expect(SIM_LOST_REQUEST, "nothing can run any more; task waits");
}

/* ---- probes ---- */

static char order[8];
static bool kick_helps;

static bool inject(struct quiesce_probe *probe)
{
	strcat(order, probe->name);
	if (kick_helps && probe->verdict == SIM_LOST_KICK) {
		condition = true;
		sim_unpark(sleepers[0]);
	}
	return true;
}

static bool has_nothing(struct quiesce_probe *probe)
{
	strcat(order, probe->name);
	return false;
}

static void describe(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	snprintf(text, text_bytes, "told by %s", probe->name);
}

static struct quiesce_probe late = { "3", 41, SIM_LOST_REQUEST, inject, describe, NULL };
static struct quiesce_probe kick = { "1", 10, SIM_LOST_KICK, inject, describe, NULL };
static struct quiesce_probe irq = { "2", 20, SIM_LOST_INTERRUPT, has_nothing, describe, NULL };

static void world_with_probes(void)
{
	small_world_build();
	quiesce_probe_add(&late);
	quiesce_probe_add(&kick);
	quiesce_probe_add(&irq);
	small_world_task("task", 0, waits_for_condition);
	small_world_run();
}

Test(quiesce, probes_are_asked_by_rank_and_prove_nothing_if_nothing_moves)
{
	world_with_probes();
	cr_assert_str_eq(order, "123");
	small_world_expect(SIM_LOST_REQUEST, "task waits in wait_event");
}

Test(quiesce, the_probe_that_moves_things_names_what_was_lost)
{
	kick_helps = true;
	world_with_probes();
	cr_assert_str_eq(order, "1");
	small_world_expect(SIM_LOST_KICK, "told by 1");
}

/* ---- locks ---- */

static void wait_for_peer(int self, int peer, const char *what)
{
	struct sim_wait wait = { .kind = SIM_WAIT_WORK, .what = what };

	sleepers[self] = sim_ctx_current();
	while (!sleepers[peer])
		sim_relax();
	wait.owner = sleepers[peer];
	sim_park(&state[self], RUNNING, &wait);
}

static void flushes_the_other(void *arg)
{
	(void)arg;
	wait_for_peer(0, 1, "flush_work");
}

static void stops_the_other(void *arg)
{
	(void)arg;
	wait_for_peer(1, 0, "kthread_stop");
}

Test(quiesce, tasks_that_wait_for_each_other_are_a_deadlock)
{
	small_world_build();
	small_world_task("first", 0, flushes_the_other);
	small_world_task("second", 1, stops_the_other);
	small_world_run();
	small_world_expect(SIM_DEADLOCK, "first waits for flush_work of second, second waits for "
					 "kthread_stop of first");
}

static struct sim_lock *mutex;

static void holds_for_ever(void *arg)
{
	mutex = sim_alloc(sizeof(*mutex), 8, SIM_ALLOC_ZERO, "device");
	sim_alloc_ignore_leak(mutex);
	sim_lock_init(mutex, SIM_LOCK_MUTEX, "dev->mutex", mutex);
	sim_lock_acquire(mutex, 0);
	waits_for_condition(arg);
}

static void wants_it(void *arg)
{
	(void)arg;
	sim_lock_acquire(mutex, 0);
}

/* Not the lock's fault: what its owner waits for was lost. */
Test(quiesce, the_owner_of_a_lock_that_lost_its_wake_up)
{
	world_of_two(holds_for_ever, wants_it);
	small_world_expect(SIM_LOST_REQUEST, "waits in wait_event");
}
