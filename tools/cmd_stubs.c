/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl stubs: what the modules only pretend to do, and why they say that is all right.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sim/port.h>

#include "alloc.h"
#include "arguments.h"
#include "scenario_set.h"
#include "stub_records.h"

struct stubs_options {
	struct text_list modules;
	const char *module_dir;
};

static const struct argp_option options[] = { { "module-dir", 'd', "DIR", 0,
						"Where the built modules are", 0 },
					      { 0 } };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct stubs_options *stubs = state->input;

	switch (key) {
	case 'd':
		stubs->module_dir = arg;
		return 0;
	case ARGP_KEY_ARG:
		text_list_add(&stubs->modules, arg);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int is_module(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".so") == 0;
}

/* All modules of the build. */
static bool add_built(struct stubs_options *stubs, struct complaint *complaint)
{
	struct dirent **entries = NULL;
	int count = scandir(stubs->module_dir, &entries, is_module, alphasort);

	for (int i = 0; i < count; i++) {
		text_list_addf(&stubs->modules, "%s/%s", stubs->module_dir, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	if (stubs->modules.count)
		return true;
	return complain(complaint, "%s: no modules here", stubs->module_dir);
}

static void print_stub(const struct stub_record *stub, void *opaque)
{
	static const char *const kinds[] = {
		[SIM_STUB_NOP] = "does nothing",
		[SIM_STUB_FIXED] = "fixed answer",
		[SIM_STUB_UNREACHABLE] = "must not be called",
	};
	unsigned int *count = opaque;

	++*count;
	printf("%-18s %-32s %s:%u: %s\n",
	       stub->kind < sizeof(kinds) / sizeof(kinds[0]) ? kinds[stub->kind] : "?",
	       stub->function, stub->file, stub->line, stub->reason);
}

int cmd_stubs(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "[MODULE...]",
		.doc = "Lists stubbed functions of modules (default: all that were built).",
	};
	struct stubs_options stubs = { .module_dir = default_module_dir() };
	struct complaint complaint = { 0 };
	unsigned int count = 0;
	bool good = true;

	parse_arguments(&argp, argc, argv, &stubs);
	if (!stubs.modules.count)
		good = add_built(&stubs, &complaint);
	for (unsigned int i = 0; good && i < stubs.modules.count; i++)
		good = stub_records_read(stubs.modules.texts[i], print_stub, &count, &complaint);
	if (good)
		printf("%u stub%s\n", count, count == 1 ? "" : "s");
	text_list_free(&stubs.modules);
	return good ? SIMCTL_AS_EXPECTED : refuse(&complaint);
}
