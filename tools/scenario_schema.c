/* SPDX-License-Identifier: GPL-2.0-only */
#include "scenario_schema.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <cyaml/cyaml.h>

#include "alloc.h"

#define TEXT_CHARS_MAX 1024
#define TEXT_FLAGS (CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER)

#define GUEST_FIELD(section, key, type, member, words)                                             \
	CYAML_FIELD_STRING_PTR(#key, TEXT_FLAGS, struct raw_guest, key, 0, TEXT_CHARS_MAX),
#define HOST_FIELD(section, key, type, member, words)                                              \
	CYAML_FIELD_STRING_PTR(#key, TEXT_FLAGS, struct raw_host, key, 0, TEXT_CHARS_MAX),
#define LOAD_FIELD(section, key, type, member, words)                                              \
	CYAML_FIELD_STRING_PTR(#key, TEXT_FLAGS, struct raw_load, key, 0, TEXT_CHARS_MAX),
#define FAULT_FIELD(section, key, type, member, words)                                             \
	CYAML_FIELD_STRING_PTR(#key, TEXT_FLAGS, struct raw_faults, key, 0, TEXT_CHARS_MAX),
#define EXPLORE_FIELD(section, key, type, member, words)                                           \
	CYAML_FIELD_STRING_PTR(#key, TEXT_FLAGS, struct raw_explore, key, 0, TEXT_CHARS_MAX),

static const cyaml_schema_value_t text_value = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0,
								    TEXT_CHARS_MAX) };

static const cyaml_schema_field_t guest_fields[] = {
	SCENARIO_GUEST_KEYS(GUEST_FIELD) CYAML_FIELD_STRING_PTR(
		"museum", TEXT_FLAGS, struct raw_guest, museum, 0, TEXT_CHARS_MAX),
	CYAML_FIELD_SEQUENCE("modules", TEXT_FLAGS, struct raw_guest, modules, &text_value, 0,
			     MODULE_PARAMS_MAX),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t host_fields[] = { SCENARIO_HOST_KEYS(HOST_FIELD)
							    CYAML_FIELD_END };

static const cyaml_schema_field_t load_fields[] = {
	SCENARIO_LOAD_KEYS(LOAD_FIELD) CYAML_FIELD_STRING_PTR("direct", TEXT_FLAGS, struct raw_load,
							      direct, 0, TEXT_CHARS_MAX),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t faults_fields[] = {
	SCENARIO_FAULT_KEYS(FAULT_FIELD) CYAML_FIELD_SEQUENCE(
		"inject", TEXT_FLAGS, struct raw_faults, inject, &text_value, 0, FAULTS_MAX),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t explore_fields[] = { SCENARIO_EXPLORE_KEYS(EXPLORE_FIELD)
							       CYAML_FIELD_END };

static const cyaml_schema_field_t expect_fields[] = {
	CYAML_FIELD_STRING_PTR("verdict", TEXT_FLAGS, struct raw_expect, verdict, 0,
			       TEXT_CHARS_MAX),
	CYAML_FIELD_STRING_PTR("within", TEXT_FLAGS, struct raw_expect, within, 0, TEXT_CHARS_MAX),
	CYAML_FIELD_STRING_PTR("control", TEXT_FLAGS, struct raw_expect, control, 0,
			       TEXT_CHARS_MAX),
	CYAML_FIELD_SEQUENCE("besides", TEXT_FLAGS, struct raw_expect, besides, &text_value, 0,
			     SIM_VERDICT_COUNT),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t variant_fields[] = {
	CYAML_FIELD_STRING_PTR("name", TEXT_FLAGS, struct raw_variant, name, 0, TEXT_CHARS_MAX),
	CYAML_FIELD_SEQUENCE("set", TEXT_FLAGS, struct raw_variant, set, &text_value, 0,
			     CYAML_UNLIMITED),
	CYAML_FIELD_MAPPING_PTR("expect", TEXT_FLAGS, struct raw_variant, expect, expect_fields),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t variant_value = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_DEFAULT, struct raw_variant, variant_fields) };

static const cyaml_schema_field_t scenario_fields[] = {
	CYAML_FIELD_STRING_PTR("name", TEXT_FLAGS, struct raw_scenario, name, 0, TEXT_CHARS_MAX),
	CYAML_FIELD_STRING_PTR("about", TEXT_FLAGS, struct raw_scenario, about, 0, TEXT_CHARS_MAX),
	CYAML_FIELD_MAPPING_PTR("guest", TEXT_FLAGS, struct raw_scenario, guest, guest_fields),
	CYAML_FIELD_MAPPING_PTR("host", TEXT_FLAGS, struct raw_scenario, host, host_fields),
	CYAML_FIELD_MAPPING_PTR("load", TEXT_FLAGS, struct raw_scenario, load, load_fields),
	CYAML_FIELD_MAPPING_PTR("faults", TEXT_FLAGS, struct raw_scenario, faults, faults_fields),
	CYAML_FIELD_MAPPING_PTR("explore", TEXT_FLAGS, struct raw_scenario, explore,
				explore_fields),
	CYAML_FIELD_MAPPING_PTR("expect", TEXT_FLAGS, struct raw_scenario, expect, expect_fields),
	CYAML_FIELD_SEQUENCE("variants", TEXT_FLAGS, struct raw_scenario, variants, &variant_value,
			     0, CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t scenario_value = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_POINTER, struct raw_scenario, scenario_fields) };

/* ---- libcyaml's messages ------------------------------------------------------------------- */

#define FRAMES_MAX 12
#define FRAME_BYTES 80

/* What libcyaml logged: the problem, then a backtrace, innermost first. */
struct cyaml_story {
	char problem[256];
	char frames[FRAMES_MAX][FRAME_BYTES]; /* "guest", "[3]" */
	unsigned int frame_count;
};

static void add_frame(struct cyaml_story *story, const char *line)
{
	char name[FRAME_BYTES];
	unsigned int number;

	if (story->frame_count == FRAMES_MAX)
		return;
	if (sscanf(line, " in mapping field '%79[^']'", name) == 1)
		snprintf(story->frames[story->frame_count++], FRAME_BYTES, "%s", name);
	else if (sscanf(line, " in sequence entry '%u'", &number) == 1 && number > 0)
		snprintf(story->frames[story->frame_count++], FRAME_BYTES, "[%u]", number - 1);
}

static void hear_cyaml(cyaml_log_t level, void *opaque, const char *fmt, va_list args)
{
	struct cyaml_story *story = opaque;
	char line[512];
	char *text = line;

	(void)level;
	vsnprintf(line, sizeof(line), fmt, args);
	line[strcspn(line, "\n")] = '\0';
	if (strncmp(text, "Load: ", 6) == 0)
		text += 6;
	if (strncmp(text, "  in ", 5) == 0)
		add_frame(story, text);
	else if (!story->problem[0] && strncmp(text, "Backtrace", 9) != 0)
		snprintf(story->problem, sizeof(story->problem), "%.255s", text);
}

static void story_path(const struct cyaml_story *story, char *path, size_t path_bytes)
{
	size_t len = 0;

	path[0] = '\0';
	for (unsigned int i = story->frame_count; i-- > 0 && len < path_bytes;) {
		const char *frame = story->frames[i];
		const char *dot = len && frame[0] != '[' ? "." : "";

		len += (size_t)snprintf(path + len, path_bytes - len, "%s%s", dot, frame);
	}
}

/* The fields that may stand where a path leads. */
static const cyaml_schema_field_t *fields_at(const struct cyaml_story *story)
{
	const cyaml_schema_field_t *fields = scenario_fields;

	for (unsigned int i = story->frame_count; i-- > 0;) {
		const cyaml_schema_field_t *field = fields;

		if (story->frames[i][0] == '[')
			continue;
		while (field->key && strcmp(field->key, story->frames[i]) != 0)
			field++;
		if (!field->key)
			return fields;
		fields = field->value.type == CYAML_SEQUENCE ?
				 field->value.sequence.entry->mapping.fields :
				 field->value.mapping.fields;
	}
	return fields;
}

static bool complain_unknown_key(const struct cyaml_story *story, const struct scenario_doc *doc,
				 const char *parent, const char *key, struct complaint *complaint)
{
	const char *names[48];
	char path[512], where[512], hint[128];
	unsigned int count = 0;

	for (const cyaml_schema_field_t *field = fields_at(story); field->key && count < 47;
	     field++)
		names[count++] = field->key;
	names[count] = NULL;
	snprintf(path, sizeof(path), "%s%s%s", parent, *parent ? "." : "", key);
	return complain(complaint, "%s: '%s' is no key of %s%s",
			scenario_doc_where(doc, path, DOC_KEY, where, sizeof(where)), key,
			*parent ? parent : "a scenario",
			did_you_mean(key, names, hint, sizeof(hint)));
}

static const char *event_words(const char *event)
{
	if (strcmp(event, "SCALAR") == 0)
		return "a plain value";
	if (strncmp(event, "MAPPING", 7) == 0)
		return "a mapping";
	return strncmp(event, "SEQUENCE", 8) == 0 ? "a list" : "nothing";
}

static const char *type_words(const char *type)
{
	if (strcmp(type, "STRING") == 0)
		return "one value";
	if (strcmp(type, "MAPPING") == 0)
		return "keys below it";
	return strcmp(type, "SEQUENCE") == 0 ? "a list [a, b]" : type;
}

static bool retell(const struct cyaml_story *story, const struct scenario_doc *doc,
		   struct complaint *complaint)
{
	char path[512], where[512], wanted[32], got[32];

	story_path(story, path, sizeof(path));
	if (strncmp(story->problem, "Unexpected key: ", 16) == 0)
		return complain_unknown_key(story, doc, path, story->problem + 16, complaint);
	scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where));
	if (sscanf(story->problem, "Expecting %31[A-Z], got event: %31[A-Z]", wanted, got) == 2)
		return complain(complaint, "%s: %s: expected %s, found %s", where, path,
				type_words(wanted), event_words(got));
	return complain(complaint, "%s: %s: %s", where, path,
			story->problem[0] ? story->problem : "not a scenario");
}

static const cyaml_config_t quiet_config = {
	.mem_fn = cyaml_mem,
	.log_level = CYAML_LOG_ERROR,
	.flags = CYAML_CFG_NO_ALIAS,
};

struct raw_scenario *raw_scenario_load(const struct scenario_doc *doc, const char *text,
				       size_t bytes, struct complaint *complaint)
{
	struct cyaml_story story = { 0 };
	cyaml_config_t config = quiet_config;
	cyaml_data_t *data = NULL;
	cyaml_err_t err;

	config.log_fn = hear_cyaml;
	config.log_ctx = &story;
	err = cyaml_load_data((const uint8_t *)text, bytes, &config, &scenario_value, &data, NULL);
	if (err == CYAML_OK && data)
		return data;
	if (err == CYAML_OK)
		snprintf(story.problem, sizeof(story.problem), "an empty scenario");
	else if (!story.problem[0])
		snprintf(story.problem, sizeof(story.problem), "%s", cyaml_strerror(err));
	retell(&story, doc, complaint);
	return NULL;
}

void raw_scenario_free(struct raw_scenario *raw)
{
	cyaml_free(&quiet_config, &scenario_value, raw, 0);
}
