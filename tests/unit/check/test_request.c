/* SPDX-License-Identifier: GPL-2.0-only */
/* The life cycle of requests and bios. */
#include <criterion/criterion.h>

#include <check/request.h>

#include "small_world.h"

static char objects[3000];

static void enter_request(int i)
{
	rules_event(SIM_EV_REQUEST_NEW, &objects[i], (uint64_t)i * 8, SIM_REQUEST_NEEDS_START | 1);
}

static void enter_bio(int i)
{
	rules_event(SIM_EV_REQUEST_NEW, &objects[i], (uint64_t)i * 8, 1);
}

static void event(enum sim_event event, int i)
{
	rules_event(event, &objects[i], 0, 0);
}

static void whole_lives(void *arg)
{
	(void)arg;
	enter_request(1);
	event(SIM_EV_REQUEST_START, 1);
	enter_bio(2);
	cr_assert_eq(request_open(), 2u);
	cr_assert_eq(request_started(), 1u);
	event(SIM_EV_REQUEST_REQUEUE, 1);
	cr_assert_eq(request_started(), 0u);
	event(SIM_EV_REQUEST_START, 1);
	event(SIM_EV_REQUEST_END, 2);
	event(SIM_EV_REQUEST_END, 1);
	cr_assert_eq(request_open(), 0u);
	cr_assert_eq(request_started(), 0u);
}

Test(request, whole_lives_are_silent)
{
	cr_assert_eq(small_world_of(whole_lives), SIM_PASS);
}

static void memory_used_again(void *arg)
{
	(void)arg;
	for (int round = 0; round < 3; round++) {
		enter_request(1);
		event(SIM_EV_REQUEST_START, 1);
		event(SIM_EV_REQUEST_END, 1);
		enter_bio(1);
		event(SIM_EV_REQUEST_END, 1);
	}
	/* Merged away and freed without an end, then somebody else's. */
	enter_request(1);
	enter_request(1);
	event(SIM_EV_REQUEST_START, 1);
	event(SIM_EV_REQUEST_END, 1);
	cr_assert_eq(request_open(), 0u);
}

Test(request, a_new_life_at_the_same_address)
{
	cr_assert_eq(small_world_of(memory_used_again), SIM_PASS);
}

static void end_twice(void *arg)
{
	(void)arg;
	enter_request(3);
	event(SIM_EV_REQUEST_START, 3);
	event(SIM_EV_REQUEST_END, 3);
	event(SIM_EV_REQUEST_END, 3);
}

static void bio_end_twice(void *arg)
{
	(void)arg;
	enter_bio(3);
	event(SIM_EV_REQUEST_END, 3);
	event(SIM_EV_REQUEST_END, 3);
}

Test(request, double_completion)
{
	small_world_of(end_twice);
	small_world_expect(SIM_DOUBLE_COMPLETION, "request");
}

Test(request, double_completion_of_a_bio)
{
	small_world_of(bio_end_twice);
	small_world_expect(SIM_DOUBLE_COMPLETION, "bio");
}

static void end_unstarted(void *arg)
{
	(void)arg;
	enter_request(4);
	event(SIM_EV_REQUEST_END, 4);
}

static void end_requeued(void *arg)
{
	(void)arg;
	enter_request(4);
	event(SIM_EV_REQUEST_START, 4);
	event(SIM_EV_REQUEST_REQUEUE, 4);
	event(SIM_EV_REQUEST_END, 4);
}

static void start_twice(void *arg)
{
	(void)arg;
	enter_request(4);
	event(SIM_EV_REQUEST_START, 4);
	event(SIM_EV_REQUEST_START, 4);
}

static void start_ended(void *arg)
{
	(void)arg;
	enter_request(4);
	event(SIM_EV_REQUEST_START, 4);
	event(SIM_EV_REQUEST_END, 4);
	event(SIM_EV_REQUEST_START, 4);
}

static void requeue_ended(void *arg)
{
	(void)arg;
	enter_request(4);
	event(SIM_EV_REQUEST_START, 4);
	event(SIM_EV_REQUEST_END, 4);
	event(SIM_EV_REQUEST_REQUEUE, 4);
}

Test(request, end_of_what_was_never_started)
{
	small_world_of(end_unstarted);
	small_world_expect(SIM_BAD_REQUEST_STATE, "(sector 32, waiting) ends although");
}

Test(request, end_of_what_was_taken_back)
{
	cr_assert_eq(small_world_of(end_requeued), SIM_BAD_REQUEST_STATE);
}

Test(request, second_start)
{
	small_world_of(start_twice);
	small_world_expect(SIM_BAD_REQUEST_STATE, "is started once more");
}

Test(request, start_after_the_end)
{
	cr_assert_eq(small_world_of(start_ended), SIM_BAD_REQUEST_STATE);
}

Test(request, requeue_after_the_end)
{
	cr_assert_eq(small_world_of(requeue_ended), SIM_BAD_REQUEST_STATE);
}

static void crowd(void *arg)
{
	(void)arg;
	for (int i = 0; i < 3000; i++)
		enter_bio(i);
	cr_assert_eq(request_open(), 3000u);
	for (int i = 0; i < 3000; i += 2)
		event(SIM_EV_REQUEST_END, i);
	cr_assert_eq(request_open(), 1500u);
	for (int i = 0; i < 3000; i += 2)
		enter_bio(i);
	for (int i = 2999; i >= 0; i--)
		event(SIM_EV_REQUEST_END, i);
	cr_assert_eq(request_open(), 0u);
}

Test(request, thousands_at_a_time)
{
	cr_assert_eq(small_world_of(crowd), SIM_PASS);
}

static void oldest_open(void *arg)
{
	char text[96];

	(void)arg;
	cr_assert_str_eq(request_describe(text, sizeof(text)), "");
	enter_bio(7);
	enter_request(2);
	event(SIM_EV_REQUEST_START, 2);
	request_describe(text, sizeof(text));
	cr_assert_not_null(strstr(text, "(sector 56, waiting)"), "%s", text);
	event(SIM_EV_REQUEST_END, 7);
	request_describe(text, sizeof(text));
	cr_assert_not_null(strstr(text, "(sector 16, started)"), "%s", text);
	event(SIM_EV_REQUEST_END, 2);
}

Test(request, a_report_names_the_oldest)
{
	cr_assert_eq(small_world_of(oldest_open), SIM_PASS);
}
