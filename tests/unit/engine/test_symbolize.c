/* SPDX-License-Identifier: GPL-2.0-only */
/* From return addresses to names and lines. */
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include <engine/engine.h>
#include <engine/layout.h>
#include <engine/module.h>
#include <engine/symbolize.h>

#include "../harness.h"

static uint32_t found;

static void call(void *arg)
{
	found = (uint32_t)(uintptr_t)((void *(*)(void))arg)();
}

static uint32_t site_of(const char *function)
{
	const struct engine_config config = { .memory = MEMORY_SC, .points_max = 10000 };
	char error[400];
	struct module *module;

	engine_init(&config);
	machine_add("guest", 1);
	module = module_load(0, harness_module("tests/engine/places"), error, sizeof(error));
	cr_assert_not_null(module, "%s", error);
	engine_ctx_create(0, SIM_CTX_TASK, "call", 0, call, module_own_symbol(module, function));
	cr_assert_eq(engine_run(), RUN_QUIET);
	return found;
}

static void expect(const char *function, const char *place, const char *name)
{
	uint32_t site = site_of(function);
	char text[64];

	cr_assert_str_eq(symbolize_site(site, text, sizeof(text)), place);
	cr_assert_str_eq(symbolize_function(site, text, sizeof(text)), name);
}

Test(symbolize, a_call)
{
	expect("plain_place", "module_places.c:18", "plain_place");
}

Test(symbolize, an_inlined_function_is_named_not_its_caller)
{
	expect("inlined_place", "module_places.c:10", "inlined");
}

Test(symbolize, what_a_header_inlines_is_the_line_that_uses_it)
{
	expect("header_place", "module_places.c:54", "header_inner");
}

Test(symbolize, a_call_at_a_functions_very_end)
{
	expect("tail_place", "module_places.c:38", "last_call");
}

static char in_context[200];

static void ask_in_context(void *arg)
{
	char site[64];

	(void)arg;
	snprintf(in_context, sizeof(in_context), "taken at %s, and at %s; user@host @12345678 @",
		 symbolize_site(found, site, sizeof(site)), "?");
	snprintf(in_context + strlen(in_context), 64, "%s",
		 symbolize_site(found, site, sizeof(site)));
	symbolize_function(found, site, sizeof(site));
	cr_assert_str_eq(site, "?");
}

/* A context's stack is too small for libdw. */
Test(symbolize, from_within_a_context_it_is_deferred)
{
	char text[20];

	site_of("plain_place");
	engine_ctx_create(0, SIM_CTX_TASK, "ask", 0, ask_in_context, NULL);
	cr_assert_eq(engine_run(), RUN_QUIET);
	snprintf(text, sizeof(text), "%.19s", in_context);
	symbolize_deferred(in_context, sizeof(in_context));
	cr_assert_str_eq(in_context, "taken at module_places.c:18, and at ?; user@host @12345678 "
				     "@module_places.c:18");
	/* No room for the longer text: cut, not written behind its end. */
	symbolize_deferred(text, sizeof(text));
	cr_assert_str_eq(text, "taken at module_pla");
}

Test(symbolize, modules_loaded_later_are_known_too)
{
	char error[400], text[64];
	struct module *alpha;

	site_of("plain_place");
	symbolize_site(found, text, sizeof(text));
	alpha = module_load(0, harness_module("tests/engine/alpha"), error, sizeof(error));
	symbolize_function((uint32_t)(uintptr_t)module_own_symbol(alpha, "alpha_own") + 1, text,
			   sizeof(text));
	cr_assert_str_eq(text, "alpha_own");
	cr_assert_str_eq(symbolize_function(found, text, sizeof(text)), "plain_place");
}

Test(symbolize, without_debug_information_there_is_an_offset)
{
	char error[400], text[64], name[64];
	struct harness_command strip;
	struct module *module;

	site_of("plain_place");
	strip = harness_command("strip -o '%s/bare.so' '%s'", harness_scratch(),
				harness_module("tests/engine/places"));
	cr_assert_eq(strip.status, 0, "%s", strip.err);
	harness_command_free(&strip);
	snprintf(name, sizeof(name), "%s/bare.so", harness_scratch());
	module = module_load(0, name, error, sizeof(error));
	cr_assert_not_null(module, "%s", error);
	symbolize_site((uint32_t)module->base + 0x1a2, text, sizeof(text));
	cr_assert_str_eq(text, "bare+0x1a2");
	symbolize_function((uint32_t)(uintptr_t)module_own_symbol(module, "here") + 1, text,
			   sizeof(text));
	cr_assert_str_eq(text, "here");
}

Test(symbolize, elsewhere_there_is_nothing)
{
	char text[64];

	site_of("plain_place");
	cr_assert_str_eq(symbolize_site(0, text, sizeof(text)), "?");
	cr_assert_str_eq(symbolize_site(7, text, sizeof(text)), "?");
	cr_assert_str_eq(symbolize_site(ARENA_BASE, text, sizeof(text)), "?");
	cr_assert_str_eq(symbolize_function(ARENA_BASE, text, sizeof(text)), "?");
}
