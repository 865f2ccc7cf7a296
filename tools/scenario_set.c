/* SPDX-License-Identifier: GPL-2.0-only */
#include "scenario_set.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alloc.h"

#define FOLDERS_DEEP_MAX 8

static bool load_one(struct scenario_set *set, const char *path, struct complaint *complaint)
{
	struct scenario *scenario = scenario_load(path, complaint);

	if (!scenario)
		return false;
	for (unsigned int i = 0; i < set->count; i++) {
		const struct scenario *other = set->scenarios[i];

		if (strcmp(other->name, scenario->name) != 0)
			continue;
		complain(complaint, "%s: name: '%s' is already the name of %s", path,
			 scenario->name, other->path);
		scenario_free(scenario);
		return false;
	}
	set->scenarios = tools_resize(set->scenarios, set->count + 1, sizeof(*set->scenarios));
	set->scenarios[set->count++] = scenario;
	return true;
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool wanted_file(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool load_folder(struct scenario_set *set, const char *folder, unsigned int depth,
			struct complaint *complaint)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, not_hidden, by_name);
	bool good = true;

	if (count < 0)
		return complain(complaint, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		char *path = tools_asprintf("%s/%s", folder, entries[i]->d_name);

		if (good && is_folder(path) && depth < FOLDERS_DEEP_MAX)
			good = load_folder(set, path, depth + 1, complaint);
		else if (good && wanted_file(path) && !is_folder(path))
			good = load_one(set, path, complaint);
		free(path);
		free(entries[i]);
	}
	free(entries);
	return good;
}

static char *without_slash(const char *path)
{
	char *copy = tools_strdup(path);
	size_t len = strlen(copy);

	while (len > 1 && copy[len - 1] == '/')
		copy[--len] = '\0';
	return copy;
}

bool scenario_set_load(struct scenario_set *set, char *const *paths, unsigned int path_count,
		       struct complaint *complaint)
{
	bool good = true;

	for (unsigned int i = 0; good && i < path_count; i++) {
		unsigned int before = set->count;
		char *path = without_slash(paths[i]);

		if (!is_folder(path))
			good = load_one(set, path, complaint);
		else
			good = load_folder(set, path, 0, complaint);
		if (good && set->count == before)
			good = complain(complaint, "%s: no scenario (*.yaml) in this folder", path);
		free(path);
	}
	if (!good)
		scenario_set_free(set);
	return good;
}

void scenario_set_free(struct scenario_set *set)
{
	for (unsigned int i = 0; i < set->count; i++)
		scenario_free(set->scenarios[i]);
	free(set->scenarios);
	set->scenarios = NULL;
	set->count = 0;
}
