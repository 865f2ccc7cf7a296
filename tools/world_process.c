/* SPDX-License-Identifier: GPL-2.0-only */
#include "world_process.h"

#include <stdlib.h>
#include <string.h>

#include <build_config.h>
#include <check/finding.h>
#include <engine/module.h>
#include <engine/symbolize.h>
#include <engine/trace.h>
#include <model/world.h>
#include <model/world_races.h>

#include "alloc.h"
#include "digest.h"
#include "story.h"

bool world_process_build(const struct scenario_case *one, const char *module_dir,
			 enum sim_verdict *boot, struct complaint *complaint)
{
	char error[COMPLAINT_BYTES / 2];

	*boot = SIM_PASS;
	strategy_set(strategy_first());
	if (world_build(&one->spec, module_dir, error, sizeof(error)))
		return true;
	*boot = finding_current()->verdict;
	return complain(complaint, "%s", error);
}

enum sim_verdict world_process_run(struct strategy *strategy, uint64_t number, bool record)
{
	enum sim_verdict verdict;

	strategy_set(strategy);
	do {
		strategy->begin(strategy, number);
		verdict = world_run(record);
		strategy->end(strategy);
	} while (world_races_excuse(finding_current()));
	return verdict;
}

const char *world_process_build_hash(void)
{
	static char hex[DIGEST_HEX_BYTES];

	if (!hex[0] && !digest_file("/proc/self/exe", hex))
		strcpy(hex, "?");
	return hex;
}

static char *site_text(uint32_t site)
{
	char text[160] = "";

	if (site)
		symbolize_site(site, text, sizeof(text));
	return tools_strdup(text);
}

static char *function_text(uint32_t site)
{
	char text[160] = "";

	if (site)
		symbolize_function(site, text, sizeof(text));
	return tools_strdup(text);
}

static void describe_stack(struct finding_file *file, const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->frame_count; i++) {
		char *site = site_text(finding->frames[i]);
		char *function = function_text(finding->frames[i]);

		text_list_addf(&file->stack, "%s %s", site, function);
		free(site);
		free(function);
	}
}

/* The rule's words as one line: a panic text may end with a line break. */
static char *one_line(const char *text)
{
	char *line = tools_strdup(text);
	size_t len = strlen(line);

	while (len && (unsigned char)line[len - 1] <= ' ')
		line[--len] = '\0';
	for (char *at = line; *at; at++)
		if ((unsigned char)*at < ' ')
			*at = ' ';
	return line;
}

static void describe_modules(struct finding_file *file, const char *module_dir)
{
	size_t dir_len = strlen(module_dir);

	for (unsigned int i = 0; i < module_count(); i++) {
		const struct module *module = module_at(i);
		const char *path = module->path;
		char hex[DIGEST_HEX_BYTES];
		char *full;

		digest_hex(module->sha256, hex);
		if (strncmp(path, module_dir, dir_len) == 0 && path[dir_len] == '/') {
			finding_file_add_module(file, module->name, module->machine,
						path + dir_len + 1, hex);
			continue;
		}
		full = realpath(path, NULL);
		finding_file_add_module(file, module->name, module->machine, full ? full : path,
					hex);
		free(full);
	}
}

void world_process_describe(struct finding_file *file, const struct scenario_case *one,
			    const char *module_dir, const struct tape *tape)
{
	const struct finding *finding = finding_current();
	const struct scenario *scenario = one->scenario;

	file->verdict = finding->verdict;
	file->text = one_line(finding->text);
	file->site = site_text(finding->site);
	file->function = function_text(finding->site);
	file->other_site = site_text(finding->other_site);
	file->context = tools_strdup(finding->ctx_name);
	file->points = finding->points;
	describe_stack(file, finding);
	story_tell(&file->story);
	file->scenario_path = tools_strdup(scenario->path);
	file->scenario_sha256 = tools_strdup(scenario->sha256);
	file->scenario_name = tools_strdup(scenario->name);
	file->variant = tools_strdup(one->variant);
	file->yaml = tools_strdup(one->yaml);
	file->version = tools_strdup(VQSIM_VERSION);
	file->build = tools_strdup(world_process_build_hash());
	describe_modules(file, module_dir);
	file->strategy = tools_strdup(one->spec.explore.strategy);
	file->tape = tape_encode(tape);
	file->trace_hash = trace_hash();
}
