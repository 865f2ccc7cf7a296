/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <string.h>

#include <tools/scenario.h>

static const char whole[] = "name: whole\n"
			    "about: every kind of value\n"
			    "guest: {vcpus: 3, use_bio: true, kick: unlocked, museum: old-bug,\n"
			    "        modules: [load=my/load.so]}\n"
			    "host: {disk: fixed_latency, latency: 20us}\n"
			    "load: {rw: rw, bs: 1k, fsync: 2, direct: 1}\n"
			    "faults: {inject: [alloc, io_error], limit: 3}\n"
			    "explore: {memory: weak, schedules: 500}\n"
			    "expect: {verdict: LOST_KICK, within: 100, control: 77}\n"
			    "variants:\n"
			    "  - name: wide\n"
			    "    set: [guest.vcpus=4, 'faults.inject=[add_buf]', load.bs=]\n"
			    "    expect: {verdict: pass}\n";

static struct scenario *load(const char *text)
{
	struct complaint complaint = { 0 };
	struct scenario *scenario =
		scenario_load_text("dir/t.yaml", text, strlen(text), &complaint);

	cr_assert_not_null(scenario, "%s", complaint.text);
	return scenario;
}

static struct scenario_case *build(const struct scenario *scenario, const char *variant,
				   const struct text_list *overrides)
{
	struct complaint complaint = { 0 };
	struct scenario_case *one = scenario_case_build(
		scenario, (unsigned int)scenario_variant_find(scenario, variant), overrides,
		&complaint);

	cr_assert_not_null(one, "%s", complaint.text);
	return one;
}

Test(scenario_case, base_is_what_the_file_says)
{
	struct scenario *scenario = load(whole);
	struct scenario_case *one = build(scenario, "base", NULL);

	cr_assert_str_eq(scenario->name, "whole");
	cr_assert_eq(one->spec.guest.vcpus, 3);
	cr_assert(one->spec.guest.use_bio);
	cr_assert_eq(one->spec.guest.kick, KICK_UNLOCKED);
	cr_assert_eq(one->spec.host.latency_ns, 20000);
	cr_assert_eq(one->spec.load.rw, RW_READWRITE);
	cr_assert_eq(one->spec.load.bs_bytes, 1024);
	cr_assert_eq(one->spec.load.flush_every, 2);
	cr_assert_eq(one->spec.faults.count, 2);
	cr_assert_str_eq(one->spec.faults.names[1], "io_error");
	cr_assert_eq(one->spec.explore.memory, MEMORY_WEAK);
	cr_assert_str_eq(one->museum, "old-bug");
	cr_assert_eq(one->expect.verdict, SIM_LOST_KICK);
	cr_assert_eq(one->expect.within, 100);
	cr_assert_eq(one->spec.guest.module_count, 1);
	cr_assert_str_eq(one->spec.guest.module_names[0], "load");
	cr_assert_str_eq(one->spec.guest.module_files[0], "dir/my/load.so");
	scenario_case_free(one);
	scenario_free(scenario);
}

Test(scenario_case, what_is_not_said_is_the_default)
{
	struct scenario *scenario = load("name: a\nabout: b\n");
	struct scenario_case *one = build(scenario, "base", NULL);
	struct world_spec defaults;

	world_spec_defaults(&defaults);
	defaults.name = one->spec.name;
	defaults.explore.strategy = one->spec.explore.strategy;
	defaults.guest.driver = one->spec.guest.driver;
	cr_assert_eq(memcmp(&defaults, &one->spec, sizeof(defaults)), 0);
	cr_assert_eq(scenario->variant_count, 1);
	cr_assert_eq(one->expect.verdict, SIM_PASS);
	cr_assert_eq(one->expect.within, defaults.explore.schedules);
	scenario_case_free(one);
	scenario_free(scenario);
}

Test(scenario_case, variant_overrides_and_removes)
{
	struct scenario *scenario = load(whole);
	struct scenario_case *one = build(scenario, "wide", NULL);
	struct world_spec defaults;

	world_spec_defaults(&defaults);
	cr_assert_eq(one->spec.guest.vcpus, 4);
	cr_assert_eq(one->spec.faults.count, 1);
	cr_assert_str_eq(one->spec.faults.names[0], "add_buf");
	cr_assert_eq(one->spec.load.bs_bytes, defaults.load.bs_bytes);
	cr_assert_eq(one->expect.verdict, SIM_PASS);
	scenario_case_free(one);
	scenario_free(scenario);
}

Test(scenario_case, control_runs_the_drivers_of_the_tree)
{
	struct scenario *scenario = load(whole);
	struct scenario_case *one = build(scenario, "control", NULL);

	cr_assert_str_eq(scenario->variants[scenario->variant_count - 1].name, "control");
	cr_assert_null(one->museum);
	cr_assert_eq(one->expect.verdict, SIM_PASS);
	cr_assert_eq(one->spec.explore.schedules, 77);
	scenario_case_free(one);
	scenario_free(scenario);
}

Test(scenario_case, no_control_without_museum_or_when_it_is_0)
{
	struct scenario *scenario = load("name: a\nabout: b\n");

	cr_assert_lt(scenario_variant_find(scenario, "control"), 0);
	scenario_free(scenario);
	scenario = load("name: a\nabout: b\nguest: {museum: x}\nexpect: {control: 0}\n");
	cr_assert_lt(scenario_variant_find(scenario, "control"), 0);
	scenario_free(scenario);
}

Test(scenario_case, command_line_has_the_last_word)
{
	struct text_list overrides = { 0 };
	struct scenario *scenario = load(whole);
	struct scenario_case *one;

	text_list_add(&overrides, "guest.vcpus=1");
	text_list_add(&overrides, "guest.vcpus=2");
	text_list_add(&overrides, "explore.schedules=50");
	one = build(scenario, "wide", &overrides);
	cr_assert_eq(one->spec.guest.vcpus, 2);
	cr_assert_eq(one->spec.explore.schedules, 50);
	cr_assert_eq(one->expect.within, 50);
	scenario_case_free(one);
	text_list_free(&overrides);
	scenario_free(scenario);
}

Test(scenario_case, a_bad_override_is_named)
{
	struct text_list overrides = { 0 };
	struct complaint complaint = { 0 };
	struct scenario *scenario = load(whole);

	text_list_add(&overrides, "guest.vcpus=77");
	cr_assert_null(scenario_case_build(scenario, 0, &overrides, &complaint));
	cr_assert_str_eq(complaint.text,
			 "--set guest.vcpus=77: guest.vcpus: expected 1 .. 8, got 77");
	text_list_free(&overrides);
	scenario_free(scenario);
}

Test(scenario_case, resolved_text_loads_to_the_same_world)
{
	struct scenario *scenario = load(whole);

	for (unsigned int i = 0; i < scenario->variant_count; i++) {
		struct scenario_case *one = build(scenario, scenario->variants[i].name, NULL);
		struct scenario *again = load(one->yaml);
		struct scenario_case *same = build(again, "base", NULL);

		cr_assert_str_eq(one->yaml, same->yaml);
		cr_assert_eq(one->spec.guest.vcpus, same->spec.guest.vcpus);
		cr_assert_eq(one->spec.load.bs_bytes, same->spec.load.bs_bytes);
		cr_assert_eq(one->spec.explore.schedules, same->spec.explore.schedules);
		cr_assert_eq(one->expect.verdict, same->expect.verdict);
		scenario_case_free(same);
		scenario_free(again);
		scenario_case_free(one);
	}
	scenario_free(scenario);
}

Test(scenario_case, a_module_given_twice_counts_last)
{
	struct complaint complaint = { 0 };
	struct scenario *scenario = load(whole);
	struct scenario_case *one = build(scenario, "base", NULL);

	cr_assert(scenario_case_module(one, "load", "/other.so", &complaint));
	cr_assert(scenario_case_module(one, "virtio_ring", "/ring.so", &complaint));
	cr_assert_eq(one->spec.guest.module_count, 2);
	cr_assert_str_eq(one->spec.guest.module_files[0], "/other.so");
	cr_assert_str_eq(one->spec.guest.module_names[1], "virtio_ring");
	scenario_case_free(one);
	scenario_free(scenario);
}
