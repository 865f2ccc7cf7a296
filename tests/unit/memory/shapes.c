/* SPDX-License-Identifier: GPL-2.0-only */
#include "shapes.h"

#include <stdio.h>
#include <string.h>
#include <valgrind/valgrind.h>

#include <criterion/criterion.h>

#include <memory/lifetime.h>

#include "harness_world.h"

#define THREADS_MAX 4
#define OUTCOMES_MAX 128
#define OUTCOME_BYTES 8

typedef void (*thread_fn)(void *arg);

/* Outside the simulated state: the same contexts run every shape. */
static thread_fn threads[THREADS_MAX];
static long *result;
static const uint64_t *x, *y;

struct outcomes {
	unsigned int count;
	char text[OUTCOMES_MAX][OUTCOME_BYTES];
};

static void thread(void *arg)
{
	thread_fn fn = threads[(uintptr_t)arg];

	if (fn)
		fn(NULL);
}

static void add_threads(void)
{
	for (uintptr_t i = 0; i < THREADS_MAX; i++)
		engine_ctx_create(0, SIM_CTX_TASK, "thread", (int)i, thread, (void *)i);
}

void shapes_build(const char *module, bool track)
{
	const struct test_world world = {
		.module = module,
		.cpus = THREADS_MAX,
		.no_races = true,
		.setup = add_threads,
	};

	access_track_all = track;
	test_world_build(&world);
	result = test_world_symbol("result");
	x = test_world_symbol("x");
	y = test_world_symbol("y");
}

static void choose_threads(const struct shape *shape, const char *access, unsigned int bits)
{
	for (unsigned int i = 0; i < THREADS_MAX; i++) {
		char name[64];

		snprintf(name, sizeof(name), "%s_%s_%u_%u", shape->name, access, bits, i);
		threads[i] = i < shape->threads ? (thread_fn)test_world_symbol(name) : NULL;
	}
}

static long observed_value(char which)
{
	switch (which) {
	case 'x':
		return (long)*x;
	case 'y':
		return (long)*y;
	default:
		return result[which - '0'];
	}
}

static void outcome_of(const struct shape *shape, char *text)
{
	for (const char *which = shape->observed; *which; which++)
		*text++ = (char)('0' + observed_value(*which) % 10);
	*text = '\0';
}

static void outcome_add(struct outcomes *outcomes, const char *text)
{
	for (unsigned int i = 0; i < outcomes->count; i++)
		if (!strcmp(outcomes->text[i], text))
			return;
	cr_assert_lt(outcomes->count, OUTCOMES_MAX);
	strcpy(outcomes->text[outcomes->count++], text);
}

static bool outcome_in(const char *list, const char *text)
{
	size_t length = strlen(text);

	for (const char *at = list; (at = strstr(at, text)); at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
			return true;
	return false;
}

static bool outcome_seen(const struct outcomes *outcomes, const char *text)
{
	for (unsigned int i = 0; i < outcomes->count; i++)
		if (!strcmp(outcomes->text[i], text))
			return true;
	return false;
}

static void check_all_seen(const struct outcomes *outcomes, const char *list, const char *where)
{
	char copy[256], *rest = copy;

	if (!list)
		return;
	cr_assert_lt(strlen(list), sizeof(copy));
	strcpy(copy, list);
	for (char *one; (one = strsep(&rest, " "));)
		cr_expect(outcome_seen(outcomes, one), "%s: never %s", where, one);
}

static void set_model(enum memory_model model)
{
	/* The engine's own configuration is no constant, only our view of it. */
	((struct engine_config *)engine_config())->memory = model;
}

static void check_one(const struct shape *shape, enum memory_model model, const char *where,
		      bool exact, unsigned int schedules)
{
	struct outcomes outcomes = { 0 };

	set_model(model);
	for (unsigned int i = 0; i < schedules; i++) {
		enum sim_verdict got = test_world_run(1, i);
		char text[OUTCOME_BYTES];

		cr_assert_eq(got, SIM_PASS, "%s: schedule %u: %s", where, i,
			     finding_current()->text);
		outcome_of(shape, text);
		if (!outcome_in(shape->allowed[model], text) && !outcome_seen(&outcomes, text))
			cr_expect_fail("%s: schedule %u: %s, allowed are %s", where, i, text,
				       shape->allowed[model]);
		outcome_add(&outcomes, text);
	}
	if (RUNNING_ON_VALGRIND)
		return;
	check_all_seen(&outcomes, exact ? shape->allowed[model] : shape->relaxed[model], where);
}

void shapes_check(const struct shape *shapes, unsigned int count, const char *access,
		  unsigned int bits, bool exact, unsigned int schedules)
{
	static const char *const models[SHAPE_MODELS] = { "sc", "tso", "weak" };

	for (unsigned int i = 0; i < count; i++) {
		choose_threads(&shapes[i], access, bits);
		for (int model = 0; model < SHAPE_MODELS; model++) {
			char where[96];

			snprintf(where, sizeof(where), "%s, %s accesses of %u bits, %s",
				 shapes[i].name, access, bits, models[model]);
			check_one(&shapes[i], (enum memory_model)model, where, exact,
				  test_world_schedules(schedules));
		}
	}
}
