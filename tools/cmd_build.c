/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl build: a driver's sources into a module, in both flavours; a kernel tree's files into one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <build_config.h>

#include "alloc.h"
#include "arguments.h"
#include "module_build.h"
#include "run_program.h"

struct build_options {
	struct text_list sources;
	struct text_list extra;
	const char *out;
	const char *kernel; /* sources are files of this kernel tree */
	const char *folder; /* what is made of that tree */
};

enum { KEY_KERNEL = 256, KEY_FOLDER };

static const struct argp_option options[] = {
	{ "output", 'o', "M.so", 0, "The module; its plain flavour is M.plain.so", 0 },
	{ "include", 'I', "DIR", 0, "Look for headers here first (may be repeated)", 0 },
	{ "define", 'D', "NAME[=VALUE]", 0, "Define a macro (may be repeated)", 0 },
	{ "kernel", KEY_KERNEL, "DIR", 0,
	  "SRC are files of this kernel tree, as Kbuild compiles them", 0 },
	{ "build", KEY_FOLDER, "DIR", 0,
	  "With --kernel: where to configure the tree (default: M.build)", 0 },
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

static void check(const struct build_options *build, struct argp_state *state)
{
	if (!build->sources.count)
		bad_usage(state, "expected C sources");
	for (unsigned int i = 0; !build->kernel && i < build->sources.count; i++)
		if (access(build->sources.texts[i], R_OK) < 0)
			bad_usage(state, "%s: there is no such file", build->sources.texts[i]);
	if (!build->out)
		bad_usage(state, "expected -o M.so");
	if (build->kernel && build->extra.count)
		bad_usage(state, "-I and -D do not go with --kernel");
	if (!build->kernel && build->folder)
		bad_usage(state, "--build goes with --kernel only");
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
	case KEY_KERNEL:
		build->kernel = arg;
		return 0;
	case KEY_FOLDER:
		build->folder = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (!ends_with(arg, ".c"))
			bad_usage(state, "expected C sources, found '%s'", arg);
		text_list_add(&build->sources, arg);
		return 0;
	case ARGP_KEY_END:
		check(build, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static bool build_ours(const struct build_options *build, struct complaint *complaint)
{
	char *plain = tools_asprintf("%.*s.plain.so", (int)(strlen(build->out) - strlen(".so")),
				     build->out);
	bool good = module_build(MODULE_CHECKED, &build->sources, &build->extra, build->out,
				 complaint) &&
		    module_build(MODULE_PLAIN, &build->sources, &build->extra, plain, complaint);

	if (good)
		printf("%s\n%s\n", build->out, plain);
	free(plain);
	return good;
}

/* Kbuild does it; the script says itself what is wrong. */
static int build_kernel(const struct build_options *build, struct complaint *complaint)
{
	struct text_list arguments = { 0 };
	int status = SIMCTL_BAD_INPUT;

	text_list_add(&arguments, VQSIM_SOURCE_DIR "/sim/linux/kbuild/own_tree.sh");
	text_list_add(&arguments, VQSIM_BINARY_DIR);
	if (build->folder)
		text_list_add(&arguments, build->folder);
	else
		text_list_addf(&arguments, "%.*s.build", (int)(strlen(build->out) - strlen(".so")),
			       build->out);
	text_list_add(&arguments, build->kernel);
	text_list_add(&arguments, build->out);
	for (unsigned int i = 0; i < build->sources.count; i++)
		text_list_add(&arguments, build->sources.texts[i]);
	if (!run_program(&arguments, &status, complaint))
		status = refuse(complaint);
	text_list_free(&arguments);
	return status;
}

int cmd_build(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "SRC...",
		.doc = "Compiles a driver into a module: M.so to explore, M.plain.so to measure. "
		       "With --kernel: files of a kernel tree into one that takes the place of "
		       "the built kernel's module; exit status 1 if it lacks symbols.",
	};
	struct build_options build = { 0 };
	struct complaint complaint = { 0 };
	int status;

	parse_arguments(&argp, argc, argv, &build);
	if (build.kernel)
		status = build_kernel(&build, &complaint);
	else
		status = build_ours(&build, &complaint) ? SIMCTL_AS_EXPECTED : refuse(&complaint);
	text_list_free(&build.sources);
	text_list_free(&build.extra);
	return status;
}
