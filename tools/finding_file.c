/* SPDX-License-Identifier: GPL-2.0-only */
#include "finding_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "read_file.h"

#define HASH_FORMAT "%016" PRIx64

void finding_file_free(struct finding_file *file)
{
	char *texts[] = {
		file->text,	file->site,	     file->function,	    file->other_site,
		file->context,	file->scenario_path, file->scenario_sha256, file->scenario_name,
		file->variant,	file->yaml,	     file->version,	    file->build,
		file->strategy, file->tape
	};

	for (unsigned int i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
	for (unsigned int i = 0; i < file->module_count; i++) {
		free(file->modules[i].name);
		free(file->modules[i].file);
		free(file->modules[i].sha256);
	}
	free(file->modules);
	text_list_free(&file->stack);
	text_list_free(&file->story);
}

void finding_file_add_module(struct finding_file *file, const char *name, int machine,
			     const char *path, const char *sha256)
{
	struct finding_module *module;

	file->modules = tools_resize(file->modules, file->module_count + 1, sizeof(*file->modules));
	module = &file->modules[file->module_count++];
	module->name = tools_strdup(name);
	module->machine = machine;
	module->file = tools_strdup(path);
	module->sha256 = tools_strdup(sha256);
}

/* ---- writing ------------------------------------------------------------------------------- */

static json_t *json_texts(const struct text_list *list)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < list->count; i++)
		json_array_append_new(array, json_string(list->texts[i]));
	return array;
}

static json_t *json_modules(const struct finding_file *file)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < file->module_count; i++) {
		const struct finding_module *module = &file->modules[i];

		json_array_append_new(array, json_pack("{s:s, s:i, s:s, s:s}", "name", module->name,
						       "machine", module->machine, "file",
						       module->file, "sha256", module->sha256));
	}
	return array;
}

static void must_pack(const json_t *json, const json_error_t *error)
{
	if (json)
		return;
	fprintf(stderr, "simctl: cannot write a finding: %s\n", error->text);
	abort();
}

json_t *finding_file_to_json(const struct finding_file *file)
{
	json_error_t error;
	char hash[20];
	json_t *json, *head;

	snprintf(hash, sizeof(hash), HASH_FORMAT, file->trace_hash);
	head = json_pack_ex(&error, 0, "{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:o, s:o}",
			    "format", FINDING_FORMAT, "verdict", sim_verdict_name(file->verdict),
			    "text", file->text, "site", file->site, "function", file->function,
			    "other_site", file->other_site, "context", file->context, "points",
			    (json_int_t)file->points, "stack", json_texts(&file->stack), "story",
			    json_texts(&file->story));
	must_pack(head, &error);
	json = json_pack_ex(&error, 0,
			    "{s:{s:s, s:s, s:s, s:s, s:s}, s:{s:s, s:s}, s:o, s:s, s:I, s:I, s:s, "
			    "s:s}",
			    "scenario", "path", file->scenario_path, "sha256",
			    file->scenario_sha256, "name", file->scenario_name, "variant",
			    file->variant, "spec", file->yaml, "build", "version", file->version,
			    "simctl", file->build, "modules", json_modules(file), "strategy",
			    file->strategy, "seed", (json_int_t)file->seed, "schedule",
			    (json_int_t)file->schedule, "trace_hash", hash, "tape", file->tape);
	must_pack(json, &error);
	json_object_update_missing_new(head, json);
	return head;
}

bool finding_file_write(const json_t *json, const char *path, struct complaint *complaint)
{
	char *text = json_dumps(json, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	bool good;

	must_pack(text ? json : NULL, &(json_error_t){ .text = "no memory" });
	good = write_whole_file(path, text, strlen(text), complaint);
	free(text);
	return good;
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool read_texts(struct text_list *list, const json_t *array)
{
	size_t index;
	json_t *item;

	json_array_foreach (array, index, item) {
		if (!json_is_string(item))
			return false;
		text_list_add(list, json_string_value(item));
	}
	return json_is_array(array);
}

static bool read_modules(struct finding_file *file, json_t *array)
{
	size_t index;
	json_t *item;

	json_array_foreach (array, index, item) {
		const char *name, *path, *sha256;
		int machine;

		if (json_unpack(item, "{s:s, s:i, s:s, s:s}", "name", &name, "machine", &machine,
				"file", &path, "sha256", &sha256) < 0)
			return false;
		finding_file_add_module(file, name, machine, path, sha256);
	}
	return json_is_array(array);
}

static bool read_verdict(struct finding_file *file, const char *name)
{
	for (unsigned int i = 1; i < SIM_VERDICT_COUNT; i++) {
		if (strcmp(sim_verdict_name((enum sim_verdict)i), name) == 0) {
			file->verdict = (enum sim_verdict)i;
			return true;
		}
	}
	return false;
}

static bool read_hash(struct finding_file *file, const char *text)
{
	char *end;

	file->trace_hash = strtoull(text, &end, 16);
	return strlen(text) == 16 && *end == '\0' && strspn(text, "0123456789abcdef") == 16;
}

/* Strings are borrowed from json until own() copies them. */
static bool unpack(struct finding_file *file, json_t *json, const char **verdict, const char **hash,
		   json_error_t *error)
{
	json_int_t points, seed, schedule;

	if (json_unpack_ex(json, error, 0,
			   "{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:{s:s, s:s, s:s, s:s, s:s}, "
			   "s:{s:s, s:s}, s:s, s:I, s:I, s:s, s:s}",
			   "verdict", verdict, "text", &file->text, "site", &file->site, "function",
			   &file->function, "other_site", &file->other_site, "context",
			   &file->context, "points", &points, "scenario", "path",
			   &file->scenario_path, "sha256", &file->scenario_sha256, "name",
			   &file->scenario_name, "variant", &file->variant, "spec", &file->yaml,
			   "build", "version", &file->version, "simctl", &file->build, "strategy",
			   &file->strategy, "seed", &seed, "schedule", &schedule, "trace_hash",
			   hash, "tape", &file->tape) < 0)
		return false;
	file->points = (uint64_t)points;
	file->seed = (uint64_t)seed;
	file->schedule = (uint64_t)schedule;
	return true;
}

static void own(struct finding_file *file)
{
	char **texts[] = {
		&file->text,	 &file->site,	       &file->function,	       &file->other_site,
		&file->context,	 &file->scenario_path, &file->scenario_sha256, &file->scenario_name,
		&file->variant,	 &file->yaml,	       &file->version,	       &file->build,
		&file->strategy, &file->tape
	};

	for (unsigned int i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = tools_strdup(*texts[i]);
}

bool finding_file_from_json(struct finding_file *file, json_t *json, const char *path,
			    struct complaint *complaint)
{
	const char *verdict, *hash, *problem = NULL;
	json_error_t error;
	int format;

	memset(file, 0, sizeof(*file));
	if (json_unpack_ex(json, &error, 0, "{s:i}", "format", &format) < 0)
		return complain(complaint, "%s: not a finding: %s", path, error.text);
	if (format != FINDING_FORMAT)
		return complain(complaint, "%s: a finding of format %d, this simctl reads %d", path,
				format, FINDING_FORMAT);
	if (!unpack(file, json, &verdict, &hash, &error))
		return complain(complaint, "%s: not a whole finding: %s", path, error.text);
	own(file);
	if (!read_verdict(file, verdict))
		problem = "the verdict has no known name";
	else if (!read_hash(file, hash))
		problem = "trace_hash is not 16 hexadecimal digits";
	else if (!read_texts(&file->stack, json_object_get(json, "stack")))
		problem = "stack is not a list of texts";
	else if (!read_texts(&file->story, json_object_get(json, "story")))
		problem = "story is not a list of texts";
	else if (!read_modules(file, json_object_get(json, "modules")))
		problem = "modules is not a list of name, machine, file, sha256";
	if (!problem)
		return true;
	finding_file_free(file);
	return complain(complaint, "%s: not a whole finding: %s", path, problem);
}

bool finding_file_parse(struct finding_file *file, const char *path, const char *text, size_t bytes,
			struct complaint *complaint)
{
	json_error_t error;
	json_t *json = json_loadb(text, bytes, JSON_REJECT_DUPLICATES, &error);
	bool good;

	if (!json)
		return complain(complaint, "%s:%d:%d: not a finding: %s", path, error.line,
				error.column, error.text);
	good = finding_file_from_json(file, json, path, complaint);
	json_decref(json);
	return good;
}

bool finding_file_load(struct finding_file *file, const char *path, struct complaint *complaint)
{
	size_t bytes = 0;
	char *text = read_whole_file(path, FINDING_BYTES_MAX, &bytes, complaint);
	bool good = text && finding_file_parse(file, path, text, bytes, complaint);

	free(text);
	return good;
}
