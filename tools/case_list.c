/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Choosing variants, and finding the module files that a case runs with (docs/scenarios.md, The
 * museum).
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <model/world_modules.h>

#include "alloc.h"
#include "scenario_set.h"

#define MUSEUM_PIECES_MAX 256

void case_choice_free(struct case_choice *choice)
{
	text_list_free(&choice->variants);
	text_list_free(&choice->overrides);
	text_list_free(&choice->modules);
}

const char *default_module_dir(void)
{
	static char path[PATH_MAX + 32];
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash;

	path[len > 0 ? len : 0] = '\0';
	slash = strrchr(path, '/');
	strcpy(slash ? slash : path, slash ? "/modules/checked" : "modules/checked");
	return path;
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool complain_museum(const struct scenario_case *one, const char *module_dir,
			    struct complaint *complaint)
{
	char *folder = tools_asprintf("%s/bugs", world_modules_guest_dir(&one->spec, module_dir));
	const char *names[MUSEUM_PIECES_MAX + 1];
	struct dirent **entries = NULL;
	char hint[128];
	int count = scandir(folder, &entries, not_hidden, alphasort);
	int used = 0;

	for (; used < count && used < MUSEUM_PIECES_MAX; used++)
		names[used] = entries[used]->d_name;
	names[used] = NULL;
	complain(complaint, "%s: guest.museum: '%s' has no built module in %s%s",
		 one->scenario->path, one->museum, folder,
		 did_you_mean(one->museum, names, hint, sizeof(hint)));
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	free(folder);
	return false;
}

static bool take_museum_module(struct scenario_case *one, const char *folder, const char *file,
			       struct complaint *complaint)
{
	size_t len = strlen(file);
	char *name, *path;
	bool good;

	if (len <= 3 || strcmp(file + len - 3, ".so") != 0)
		return true;
	name = tools_strdup(file);
	name[len - 3] = '\0';
	path = tools_asprintf("%s/%s", folder, file);
	good = scenario_case_module(one, name, path, complaint);
	free(path);
	free(name);
	return good;
}

static bool take_museum(struct scenario_case *one, const char *module_dir,
			struct complaint *complaint)
{
	unsigned int before = one->spec.guest.module_count;
	struct dirent **entries = NULL;
	char *folder;
	bool good = true;
	int count;

	if (!one->museum)
		return true;
	folder = tools_asprintf("%s/bugs/%s", world_modules_guest_dir(&one->spec, module_dir),
				one->museum);
	count = scandir(folder, &entries, not_hidden, alphasort);
	for (int i = 0; i < count; i++) {
		good = good && take_museum_module(one, folder, entries[i]->d_name, complaint);
		free(entries[i]);
	}
	free(entries);
	free(folder);
	if (good && one->spec.guest.module_count == before)
		return complain_museum(one, module_dir, complaint);
	return good;
}

static bool take_module(struct scenario_case *one, const char *text, struct complaint *complaint)
{
	const char *equals = strchr(text, '=');
	char *name;
	bool good;

	if (!equals || equals == text || !equals[1])
		return complain(complaint, "--module %s: expected NAME=FILE", text);
	if (access(equals + 1, R_OK) < 0)
		return complain(complaint, "--module %s: there is no such file", text);
	name = tools_strdup(text);
	name[equals - text] = '\0';
	good = scenario_case_module(one, name, equals + 1, complaint);
	free(name);
	return good;
}

static bool take_modules(struct scenario_case *one, const struct case_choice *choice,
			 struct complaint *complaint)
{
	char error[COMPLAINT_BYTES / 2];
	const char *field = "";

	if (!take_museum(one, choice->module_dir, complaint))
		return false;
	for (unsigned int i = 0; i < choice->modules.count; i++)
		if (!take_module(one, choice->modules.texts[i], complaint))
			return false;
	if (!world_spec_check(&one->spec, &field, error, sizeof(error)))
		return complain(complaint, "%s: %s: %s", one->scenario->path, field, error);
	return true;
}

static bool leave_out(const struct scenario_case *one, const struct case_choice *choice)
{
	char *folder;
	bool built;

	if (!choice->linux_given || !one->museum)
		return false;
	folder = tools_asprintf(
		"%s/bugs/%s", world_modules_guest_dir(&one->spec, choice->module_dir), one->museum);
	built = access(folder, R_OK) == 0;
	free(folder);
	if (!built)
		fprintf(stderr, "simctl: %s left out: Linux %s has no museum piece '%s'\n",
			one->scenario->path, one->spec.guest.linux_version, one->museum);
	return !built;
}

static bool add_case(struct case_list *list, const struct scenario *scenario, unsigned int variant,
		     const struct case_choice *choice, struct complaint *complaint)
{
	struct scenario_case *one =
		scenario_case_build(scenario, variant, &choice->overrides, complaint);

	if (!one)
		return false;
	if (leave_out(one, choice)) {
		scenario_case_free(one);
		return true;
	}
	if (!take_modules(one, choice, complaint)) {
		scenario_case_free(one);
		return false;
	}
	list->cases = tools_resize(list->cases, list->count + 1, sizeof(*list->cases));
	list->cases[list->count++] = one;
	return true;
}

static bool chosen(const struct case_choice *choice, const char *variant, bool *seen)
{
	bool found = choice->variants.count == 0;

	for (unsigned int i = 0; i < choice->variants.count; i++) {
		if (strcmp(choice->variants.texts[i], variant) == 0)
			found = seen[i] = true;
	}
	return found;
}

static bool complain_variant(const struct scenario_set *set, const char *name,
			     struct complaint *complaint)
{
	const char **names = NULL;
	unsigned int count = 0;
	char hint[128];

	for (unsigned int i = 0; i < set->count; i++) {
		for (unsigned int j = 0; j < set->scenarios[i]->variant_count; j++) {
			names = tools_resize(names, count + 2, sizeof(*names));
			names[count++] = set->scenarios[i]->variants[j].name;
			names[count] = NULL;
		}
	}
	complain(complaint, "--variant %s: no scenario named here has such a variant%s", name,
		 names ? did_you_mean(name, names, hint, sizeof(hint)) : "");
	free(names);
	return false;
}

bool case_list_build(struct case_list *list, const struct scenario_set *set,
		     const struct case_choice *choice, struct complaint *complaint)
{
	bool *seen = tools_calloc(choice->variants.count, sizeof(*seen));
	bool good = true;

	for (unsigned int i = 0; good && i < set->count; i++) {
		const struct scenario *scenario = set->scenarios[i];

		for (unsigned int j = 0; good && j < scenario->variant_count; j++)
			if (chosen(choice, scenario->variants[j].name, seen))
				good = add_case(list, scenario, j, choice, complaint);
	}
	for (unsigned int i = 0; good && i < choice->variants.count; i++)
		if (!seen[i])
			good = complain_variant(set, choice->variants.texts[i], complaint);
	free(seen);
	if (!good)
		case_list_free(list);
	return good;
}

void case_list_free(struct case_list *list)
{
	for (unsigned int i = 0; i < list->count; i++)
		scenario_case_free(list->cases[i]);
	free(list->cases);
	list->cases = NULL;
	list->count = 0;
}
