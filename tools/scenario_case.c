/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One variant of a scenario, resolved: overrides in order, then the world and the expectation.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "scenario.h"

#define ORIGIN_BYTES 640

/* The list of verdicts as an override; a variant with a verdict of its own starts without. */
static bool apply_besides(struct scenario_doc *doc, const struct raw_expect *expect,
			  const char *origin, struct complaint *complaint)
{
	char assignment[1100] = "expect.besides=";
	size_t len = strlen(assignment);

	if (!expect->besides_count && !expect->verdict)
		return true;
	for (unsigned int i = 0; i < expect->besides_count && len < sizeof(assignment); i++)
		len += (size_t)snprintf(assignment + len, sizeof(assignment) - len, "%c%.40s",
					i ? ',' : '[', expect->besides[i]);
	if (expect->besides_count && len < sizeof(assignment))
		len += (size_t)snprintf(assignment + len, sizeof(assignment) - len, "]");
	if (len >= sizeof(assignment))
		return complain(complaint, "%s: besides: too many verdicts", origin);
	return scenario_doc_set(doc, assignment, origin, complaint);
}

/* Sets keys of expect from what a variant says. */
static bool apply_expect(struct scenario_doc *doc, const struct raw_expect *expect,
			 const char *origin, struct complaint *complaint)
{
	const struct {
		const char *key;
		const char *value;
	} texts[] = { { "expect.verdict", expect->verdict },
		      { "expect.within", expect->within },
		      { "expect.control", expect->control } };

	for (unsigned int i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char assignment[1100];

		if (!texts[i].value)
			continue;
		snprintf(assignment, sizeof(assignment), "%s=%s", texts[i].key, texts[i].value);
		if (!scenario_doc_set(doc, assignment, origin, complaint))
			return false;
	}
	return apply_besides(doc, expect, origin, complaint);
}

static bool apply_variant(struct scenario_doc *doc, const struct scenario *scenario, int index,
			  struct complaint *complaint)
{
	struct raw_scenario *raw =
		raw_scenario_load(doc, scenario->text, scenario->text_bytes, complaint);
	const struct raw_variant *variant;
	char path[64], where[512], origin[ORIGIN_BYTES];
	bool good = true;

	if (!raw)
		return false;
	variant = &raw->variants[index];
	for (unsigned int i = 0; good && i < variant->set_count; i++) {
		snprintf(path, sizeof(path), "variants[%d].set[%u]", index, i);
		scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where));
		snprintf(origin, sizeof(origin), "%s: %.100s", where, variant->set[i]);
		good = scenario_doc_set(doc, variant->set[i], origin, complaint);
	}
	snprintf(path, sizeof(path), "variants[%d].expect", index);
	scenario_doc_where(doc, path, DOC_VALUE, origin, sizeof(origin));
	if (good && variant->expect)
		good = apply_expect(doc, variant->expect, origin, complaint);
	raw_scenario_free(raw);
	return good;
}

/* The drivers of the tree, and no bug to be found. */
static bool apply_control(struct scenario_doc *doc, const struct scenario *scenario,
			  struct complaint *complaint)
{
	struct raw_scenario *raw =
		raw_scenario_load(doc, scenario->text, scenario->text_bytes, complaint);
	struct expectation expect = { .control = EXPECT_CONTROL_DEFAULT };
	char schedules[64];
	bool good;

	if (!raw)
		return false;
	good = raw_expect_read(raw->expect, doc, "expect", &expect, complaint);
	snprintf(schedules, sizeof(schedules), "explore.schedules=%" PRIu64, expect.control);
	good = good && scenario_doc_set(doc, "guest.museum=", "control", complaint) &&
	       scenario_doc_set(doc, "expect.verdict=", "control", complaint) &&
	       scenario_doc_set(doc, "expect.within=", "control", complaint) &&
	       scenario_doc_set(doc, "expect.besides=", "control", complaint) &&
	       scenario_doc_set(doc, schedules, "expect.control", complaint);
	raw_scenario_free(raw);
	return good;
}

static bool apply_all(struct scenario_doc *doc, const struct scenario *scenario,
		      const struct scenario_variant *variant, const struct text_list *overrides,
		      struct complaint *complaint)
{
	char origin[ORIGIN_BYTES];

	if (variant->index >= 0 && !apply_variant(doc, scenario, variant->index, complaint))
		return false;
	if (strcmp(variant->name, SCENARIO_CONTROL) == 0 &&
	    !apply_control(doc, scenario, complaint))
		return false;
	scenario_doc_drop(doc, "variants");
	for (unsigned int i = 0; overrides && i < overrides->count; i++) {
		snprintf(origin, sizeof(origin), "--set %s", overrides->texts[i]);
		if (!scenario_doc_set(doc, overrides->texts[i], origin, complaint))
			return false;
	}
	return true;
}

static bool keep_text(struct scenario_case *one, char *text, struct complaint *complaint)
{
	if (one->module_text_count == MODULE_PARAMS_MAX) {
		free(text);
		return complain(complaint, "more than %d modules are replaced", MODULE_PARAMS_MAX);
	}
	one->module_texts[one->module_text_count++] = text;
	return true;
}

bool scenario_case_module(struct scenario_case *one, const char *name, const char *file,
			  struct complaint *complaint)
{
	struct guest_spec *guest = &one->spec.guest;
	char *text = tools_asprintf("%s=%s", name, file);
	unsigned int i = 0;

	/* One text holds both strings. */
	text[strlen(name)] = '\0';
	if (!keep_text(one, text, complaint))
		return false;
	while (i < guest->module_count && strcmp(guest->module_names[i], name) != 0)
		i++;
	guest->module_names[i] = text;
	guest->module_files[i] = text + strlen(name) + 1;
	if (i == guest->module_count)
		guest->module_count++;
	return true;
}

/* guest.modules: NAME=FILE, a relative FILE starting at the scenario's folder. */
static bool take_modules(struct scenario_case *one, const struct scenario_doc *doc,
			 struct complaint *complaint)
{
	const struct raw_guest *guest = one->raw->guest;

	for (unsigned int i = 0; guest && i < guest->modules_count; i++) {
		const char *text = guest->modules[i];
		const char *file = strchr(text, '=');
		char path[64], where[512], name[64];
		char *full;
		bool good;

		snprintf(path, sizeof(path), "guest.modules[%u]", i);
		scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where));
		if (!file || file == text || !file[1] || (size_t)(file - text) >= sizeof(name))
			return complain(complaint, "%s: %s: expected NAME=FILE, found '%.60s'",
					where, path, text);
		snprintf(name, sizeof(name), "%.*s", (int)(file - text), text);
		file++;
		full = *file == '/' ? tools_strdup(file) :
				      tools_asprintf("%s/%s", one->scenario->folder, file);
		good = scenario_case_module(one, name, full, complaint);
		free(full);
		if (!good)
			return false;
	}
	return true;
}

static bool take_museum(struct scenario_case *one, const struct scenario_doc *doc,
			struct complaint *complaint)
{
	char where[512];

	one->museum = one->raw->guest ? one->raw->guest->museum : NULL;
	if (!one->museum || (*one->museum && !strchr(one->museum, '/') && *one->museum != '.'))
		return true;
	return complain(complaint, "%s: guest.museum: expected the name of a bug, found '%.60s'",
			scenario_doc_where(doc, "guest.museum", DOC_VALUE, where, sizeof(where)),
			one->museum);
}

static bool convert(struct scenario_case *one, const struct scenario_doc *doc,
		    struct complaint *complaint)
{
	one->expect.control = EXPECT_CONTROL_DEFAULT;
	if (!raw_expect_read(one->raw->expect, doc, "expect", &one->expect, complaint) ||
	    !raw_scenario_to_spec(one->raw, doc, &one->spec, complaint))
		return false;
	if (!take_modules(one, doc, complaint) || !take_museum(one, doc, complaint) ||
	    !scenario_spec_check(&one->spec, doc, complaint))
		return false;
	if (!one->expect.within || one->expect.within > one->spec.explore.schedules)
		one->expect.within = one->spec.explore.schedules;
	return true;
}

/*
 * The tree is needed twice: written out for libcyaml, and as it is for positions; so it is built
 * twice.
 */
static struct scenario_doc *resolved(const struct scenario *scenario,
				     const struct scenario_variant *variant,
				     const struct text_list *overrides, struct complaint *complaint)
{
	struct scenario_doc *doc =
		scenario_doc_parse(scenario->path, scenario->text, scenario->text_bytes, complaint);

	if (doc && apply_all(doc, scenario, variant, overrides, complaint))
		return doc;
	scenario_doc_free(doc);
	return NULL;
}

struct scenario_case *scenario_case_build(const struct scenario *scenario, unsigned int variant,
					  const struct text_list *overrides,
					  struct complaint *complaint)
{
	const struct scenario_variant *which = &scenario->variants[variant];
	struct scenario_doc *doc = resolved(scenario, which, overrides, complaint);
	struct scenario_case *one;
	size_t bytes = 0;

	if (!doc)
		return NULL;
	one = tools_calloc(1, sizeof(*one));
	one->scenario = scenario;
	one->variant = which->name;
	one->yaml = scenario_doc_emit(doc, &bytes);
	doc = resolved(scenario, which, overrides, complaint);
	one->raw = doc ? raw_scenario_load(doc, one->yaml, bytes, complaint) : NULL;
	if (one->raw && convert(one, doc, complaint)) {
		scenario_doc_free(doc);
		return one;
	}
	scenario_doc_free(doc);
	scenario_case_free(one);
	return NULL;
}

void scenario_case_free(struct scenario_case *one)
{
	if (!one)
		return;
	if (one->raw)
		raw_scenario_free(one->raw);
	for (unsigned int i = 0; i < one->module_text_count; i++)
		free(one->module_texts[i]);
	free(one->yaml);
	free(one);
}
