/* SPDX-License-Identifier: GPL-2.0-only */
#include "result_store.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "digest.h"
#include "read_file.h"
#include "world_process.h"

#define RESULT_BYTES_MAX (1024u * 1024)

static char *store_path(const struct campaign *campaign, const struct scenario_case *one)
{
	return tools_asprintf("%s/%s.%s.result", campaign->out, one->scenario->name, one->variant);
}

static int is_module(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".so") == 0;
}

static void print_file_hash(FILE *out, const char *path)
{
	char hex[DIGEST_HEX_BYTES];

	fprintf(out, "%s %s\n", path, digest_file(path, hex) ? hex : "-");
}

static void print_module_hashes(FILE *out, const char *module_dir)
{
	struct dirent **entries = NULL;
	int count = scandir(module_dir, &entries, is_module, alphasort);

	for (int i = 0; i < count; i++) {
		char *path = tools_asprintf("%s/%s", module_dir, entries[i]->d_name);

		print_file_hash(out, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

/* A hash over all that a result depends on. */
static void key_of(const struct campaign *campaign, const struct scenario_case *one,
		   char hex[DIGEST_HEX_BYTES])
{
	const struct guest_spec *guest = &one->spec.guest;
	char *text = NULL;
	size_t bytes = 0;
	FILE *out = open_memstream(&text, &bytes);

	if (!out)
		abort();
	fprintf(out, "%s\n%s\n%" PRIu64 " %" PRIu64 "\n%s\n", world_process_build_hash(),
		one->variant, campaign->seed, campaign->seconds, one->yaml);
	print_module_hashes(out, campaign->module_dir);
	for (unsigned int i = 0; i < guest->module_count; i++)
		print_file_hash(out, guest->module_files[i]);
	fclose(out);
	digest_text(text, bytes, hex);
	free(text);
}

bool result_store_get(const struct campaign *campaign, const struct scenario_case *one,
		      struct case_result *result)
{
	char *path = store_path(campaign, one);
	char hex[DIGEST_HEX_BYTES];
	struct complaint complaint;
	size_t bytes = 0;
	char *text = read_whole_file(path, RESULT_BYTES_MAX, &bytes, &complaint);
	json_t *json = text ? json_loadb(text, bytes, 0, NULL) : NULL;
	const char *key = json_string_value(json_object_get(json, "key"));
	bool good;

	key_of(campaign, one, hex);
	good = key && strcmp(key, hex) == 0 &&
	       case_result_from_json(result, json_object_get(json, "result")) &&
	       (!result->file || access(result->file, R_OK) == 0);
	json_decref(json);
	free(text);
	free(path);
	return good;
}

bool result_store_put(const struct campaign *campaign, const struct scenario_case *one,
		      const struct case_result *result, struct complaint *complaint)
{
	char hex[DIGEST_HEX_BYTES];
	char *path, *text;
	json_t *json;
	bool good;

	if (result->outcome == OUTCOME_ERROR)
		return true;
	key_of(campaign, one, hex);
	json = json_pack("{s:s, s:o}", "key", hex, "result", case_result_to_json(result));
	text = json_dumps(json, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(json);
	if (!text)
		abort();
	path = store_path(campaign, one);
	good = make_folder(campaign->out, complaint) &&
	       write_whole_file(path, text, strlen(text), complaint);
	free(path);
	free(text);
	return good;
}
