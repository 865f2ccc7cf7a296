/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl build: a driver's sources into a module, in both flavours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "arguments.h"
#include "module_build.h"

struct build_options {
	struct text_list sources;
	struct text_list extra;
	const char *out;
};

static const struct argp_option options[] = {
	{ "output", 'o', "M.so", 0, "The module; its plain flavour is M.plain.so", 0 },
	{ "include", 'I', "DIR", 0, "Look for headers here first (may be repeated)", 0 },
	{ "define", 'D', "NAME[=VALUE]", 0, "Define a macro (may be repeated)", 0 },
	{ 0 }
};

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len > end_len && strcmp(text + len - end_len, end) == 0;
}

static void add_flag(struct text_list *list, const char *flag, const char *arg)
{
	text_list_addf(list, "%s%s", flag, arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct build_options *build = state->input;

	switch (key) {
	case 'o':
		if (!ends_with(arg, ".so"))
			bad_usage(state, "-o: expected a name ending in .so, found '%s'", arg);
		build->out = arg;
		return 0;
	case 'I':
		add_flag(&build->extra, "-I", arg);
		return 0;
	case 'D':
		add_flag(&build->extra, "-D", arg);
		return 0;
	case ARGP_KEY_ARG:
		if (!ends_with(arg, ".c"))
			bad_usage(state, "expected C sources, found '%s'", arg);
		if (access(arg, R_OK) < 0)
			bad_usage(state, "%s: there is no such file", arg);
		text_list_add(&build->sources, arg);
		return 0;
	case ARGP_KEY_END:
		if (!build->sources.count)
			bad_usage(state, "expected C sources");
		if (!build->out)
			bad_usage(state, "expected -o M.so");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int cmd_build(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "SRC...",
		.doc = "Compiles a driver into a module: M.so to explore, M.plain.so to measure.",
	};
	struct build_options build = { 0 };
	struct complaint complaint = { 0 };
	char *plain;
	bool good;

	parse_arguments(&argp, argc, argv, &build);
	plain = tools_asprintf("%.*s.plain.so", (int)(strlen(build.out) - strlen(".so")),
			       build.out);
	good = module_build(MODULE_CHECKED, &build.sources, &build.extra, build.out, &complaint) &&
	       module_build(MODULE_PLAIN, &build.sources, &build.extra, plain, &complaint);
	if (good)
		printf("%s\n%s\n", build.out, plain);
	free(plain);
	text_list_free(&build.sources);
	text_list_free(&build.extra);
	return good ? SIMCTL_AS_EXPECTED : refuse(&complaint);
}
