/* SPDX-License-Identifier: GPL-2.0-only */
/* Two operations of one virtqueue: overlapping ones are found, all that is allowed is not. */
#include <criterion/criterion.h>

#include <check/vq_exclusion.h>
#include <engine/engine.h>
#include <engine/module.h>
#include <search/strategy.h>
#include <sim/port.h>

#include "../harness.h"
#include "small_world.h"

/* Only their addresses matter. */
static char queue, other_queue;
static struct sim_lock *lock;
static bool transport_tells;

static struct {
	int (*add)(void *vq);
	unsigned int (*get)(void *vq);
	void (*disable)(void *vq);
	bool (*kick)(void *vq);
	bool (*kick_unlock)(void *vq, struct sim_lock *lock);
} user;

void sim_test_notify(void);

/* The transport's notify, where the other task gets to run. */
void sim_test_notify(void)
{
	if (transport_tells)
		vq_exclusion_notify();
	sim_point();
}

/* The first task begins; from then on whoever could run instead does. */
static uint32_t always_switch(struct strategy *strategy, const struct choice *choice)
{
	static bool begun;

	(void)strategy;
	if (choice->kind != CHOICE_RUN || !begun) {
		begun = true;
		return 0;
	}
	return 1;
}

static struct module *load(const char *name)
{
	char error[400];
	struct module *module = module_load(0, harness_module(name), error, sizeof(error));

	cr_assert_not_null(module, "%s", error);
	return module;
}

static enum sim_verdict world(void (*first)(void *), void (*second)(void *))
{
	static struct strategy switcher = { .name = "switch", .choose = always_switch };
	struct module *module;

	small_world_build();
	load("tests/check/ring");
	module = load("tests/check/ring_user");
	user.add = module_own_symbol(module, "user_add");
	user.get = module_own_symbol(module, "user_get");
	user.disable = module_own_symbol(module, "user_disable");
	user.kick = module_own_symbol(module, "user_kick");
	user.kick_unlock = module_own_symbol(module, "user_kick_unlock");
	strategy_set(&switcher);
	small_world_task("first", 0, first);
	if (second)
		small_world_task("second", 1, second);
	return small_world_run();
}

static void adds(void *arg)
{
	(void)arg;
	cr_assert_eq(user.add(&queue), 42);
}

static void gets(void *arg)
{
	(void)arg;
	cr_assert_eq(user.get(&queue), 3u);
}

static void gets_from_another(void *arg)
{
	(void)arg;
	cr_assert_eq(user.get(&other_queue), 3u);
}

static void disables(void *arg)
{
	(void)arg;
	user.disable(&queue);
}

static void one_after_the_other(void *arg)
{
	for (int i = 0; i < 200; i++) {
		adds(arg);
		gets(arg);
		gets_from_another(arg);
		cr_assert(user.kick(&queue));
	}
}

Test(vq_exclusion, overlapping_operations)
{
	world(adds, gets);
	small_world_expect(
		SIM_VQ_EXCLUSION,
		"second calls virtqueue_get_buf() while first is in virtqueue_add_buf()");
}

Test(vq_exclusion, other_queues_are_other_queues)
{
	cr_assert_eq(world(adds, gets_from_another), SIM_PASS);
}

Test(vq_exclusion, disable_cb_may_overlap)
{
	cr_assert_eq(world(adds, disables), SIM_PASS);
}

Test(vq_exclusion, one_context_may_do_one_after_the_other)
{
	cr_assert_eq(world(one_after_the_other, NULL), SIM_PASS);
}

/* ---- kicks ---- */

static void kicks(void *arg)
{
	(void)arg;
	user.kick(&queue);
}

/* Comes to run where the kick is in the transport. */
static void adds_during_the_notify(void *arg)
{
	sim_point();
	adds(arg);
}

Test(vq_exclusion, a_kick_is_over_when_the_device_is_told)
{
	transport_tells = true;
	cr_assert_eq(world(kicks, adds_during_the_notify), SIM_PASS);
}

Test(vq_exclusion, and_not_before)
{
	cr_assert_eq(world(kicks, adds), SIM_VQ_EXCLUSION);
}

static void kicks_and_unlocks(void *arg)
{
	(void)arg;
	lock = sim_alloc(sizeof(*lock), 8, SIM_ALLOC_ZERO, "vblk");
	sim_alloc_ignore_leak(lock);
	sim_lock_init(lock, SIM_LOCK_SPIN, "vblk->lock", lock);
	sim_lock_acquire(lock, 0);
	user.kick_unlock(&queue, lock);
	sim_lock_release(lock);
}

static void adds_under_the_lock(void *arg)
{
	while (!lock)
		sim_relax();
	sim_lock_acquire(lock, 0);
	adds(arg);
	sim_lock_release(lock);
}

static void adds_without_the_lock(void *arg)
{
	while (!lock || !lock->word)
		sim_relax();
	adds(arg);
}

Test(vq_exclusion, a_kick_that_drops_its_lock_is_over_then)
{
	cr_assert_eq(world(kicks_and_unlocks, adds_under_the_lock), SIM_PASS);
}

Test(vq_exclusion, up_to_there_it_is_an_operation)
{
	world(kicks_and_unlocks, adds_without_the_lock);
	small_world_expect(SIM_VQ_EXCLUSION, NULL);
}
