/* SPDX-License-Identifier: GPL-2.0-only */
#include "scenario.h"

#include <ctype.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "read_file.h"

#define WHERE_BYTES 512

static bool good_name(const char *name)
{
	for (const char *at = name; *at; at++)
		if (!islower((unsigned char)*at) && !isdigit((unsigned char)*at) &&
		    !strchr("-_", *at))
			return false;
	return *name && strlen(name) <= 60;
}

/* A name at path, which must be there and fit for file names. */
static bool check_name(const struct scenario_doc *doc, const char *path, const char *name,
		       struct complaint *complaint)
{
	char where[WHERE_BYTES];

	scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where));
	if (!name)
		return complain(complaint, "%s: '%s' is missing", where, path);
	if (!good_name(name))
		return complain(complaint,
				"%s: %s: expected lower case letters, digits, '-', '_' (at most "
				"60), found '%.70s'",
				where, path, name);
	return true;
}

static void add_variant(struct scenario *scenario, const char *name, int index)
{
	struct scenario_variant *variant;

	scenario->variants = tools_resize(scenario->variants, scenario->variant_count + 1,
					  sizeof(*scenario->variants));
	variant = &scenario->variants[scenario->variant_count++];
	variant->name = tools_strdup(name);
	variant->index = index;
}

static bool take_variants(struct scenario *scenario, const struct scenario_doc *doc,
			  const struct raw_scenario *raw, struct complaint *complaint)
{
	add_variant(scenario, SCENARIO_BASE, -1);
	for (unsigned int i = 0; i < raw->variants_count; i++) {
		const char *name = raw->variants[i].name;
		char path[64], where[WHERE_BYTES];

		snprintf(path, sizeof(path), "variants[%u].name", i);
		if (!check_name(doc, path, name, complaint))
			return false;
		scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where));
		if (strcmp(name, SCENARIO_CONTROL) == 0 || strcmp(name, SCENARIO_BASE) == 0)
			return complain(complaint, "%s: variant '%s': the name is reserved", where,
					name);
		if (scenario_variant_find(scenario, name) >= 0)
			return complain(complaint, "%s: there are two variants '%s'", where, name);
		add_variant(scenario, name, (int)i);
	}
	return true;
}

/* Name, about and variants; the values are checked case by case. */
static bool take_head(struct scenario *scenario, const struct scenario_doc *doc,
		      struct complaint *complaint)
{
	struct raw_scenario *raw =
		raw_scenario_load(doc, scenario->text, scenario->text_bytes, complaint);
	struct expectation expect = { .control = EXPECT_CONTROL_DEFAULT };
	char where[WHERE_BYTES];
	bool good;

	if (!raw)
		return false;
	good = check_name(doc, "name", raw->name, complaint);
	if (good && !raw->about)
		good = complain(complaint, "%s: 'about' is missing",
				scenario_doc_where(doc, "about", DOC_VALUE, where, sizeof(where)));
	good = good && raw_expect_read(raw->expect, doc, "expect", &expect, complaint) &&
	       take_variants(scenario, doc, raw, complaint);
	if (good) {
		scenario->name = tools_strdup(raw->name);
		scenario->about = tools_strdup(raw->about);
		if (raw->guest && raw->guest->museum && expect.control)
			add_variant(scenario, SCENARIO_CONTROL, -1);
	}
	raw_scenario_free(raw);
	return good;
}

static bool check_cases(const struct scenario *scenario, struct complaint *complaint)
{
	for (unsigned int i = 0; i < scenario->variant_count; i++) {
		struct scenario_case *one = scenario_case_build(scenario, i, NULL, complaint);

		if (!one)
			return false;
		scenario_case_free(one);
	}
	return true;
}

/* Takes text over. */
static struct scenario *load(const char *path, char *text, size_t bytes,
			     struct complaint *complaint)
{
	struct scenario *scenario = tools_calloc(1, sizeof(*scenario));
	char *copy = tools_strdup(path);
	struct scenario_doc *doc;
	bool good;

	scenario->path = tools_strdup(path);
	scenario->folder = tools_strdup(dirname(copy));
	free(copy);
	scenario->text = text;
	scenario->text_bytes = bytes;
	digest_text(text, bytes, scenario->sha256);
	doc = scenario_doc_parse(path, text, bytes, complaint);
	good = doc && take_head(scenario, doc, complaint);
	scenario_doc_free(doc);
	if (good && check_cases(scenario, complaint))
		return scenario;
	scenario_free(scenario);
	return NULL;
}

struct scenario *scenario_load(const char *path, struct complaint *complaint)
{
	size_t bytes = 0;
	char *text = read_whole_file(path, SCENARIO_BYTES_MAX, &bytes, complaint);

	return text ? load(path, text, bytes, complaint) : NULL;
}

struct scenario *scenario_load_text(const char *path, const char *text, size_t bytes,
				    struct complaint *complaint)
{
	char *copy = tools_calloc(1, bytes + 1);

	memcpy(copy, text, bytes);
	return load(path, copy, bytes, complaint);
}

void scenario_free(struct scenario *scenario)
{
	if (!scenario)
		return;
	for (unsigned int i = 0; i < scenario->variant_count; i++)
		free(scenario->variants[i].name);
	free(scenario->variants);
	free(scenario->path);
	free(scenario->folder);
	free(scenario->text);
	free(scenario->name);
	free(scenario->about);
	free(scenario);
}

int scenario_variant_find(const struct scenario *scenario, const char *name)
{
	for (unsigned int i = 0; i < scenario->variant_count; i++)
		if (strcmp(scenario->variants[i].name, name) == 0)
			return (int)i;
	return -1;
}
