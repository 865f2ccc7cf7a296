/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <harness.h>
#include <tools/alloc.h>
#include <tools/finding_file.h>

static struct finding_file example(void)
{
	struct finding_file file = {
		.verdict = SIM_LOST_KICK,
		.text = tools_strdup("the device sleeps"),
		.site = tools_strdup("virtio_ring.c:123"),
		.function = tools_strdup("virtqueue_kick"),
		.other_site = tools_strdup(""),
		.context = tools_strdup("job0"),
		.points = 812,
		.scenario_path = tools_strdup("a/b.yaml"),
		.scenario_sha256 = tools_strdup("00ff"),
		.scenario_name = tools_strdup("b"),
		.variant = tools_strdup("weak"),
		.yaml = tools_strdup("name: b\nabout: c\n"),
		.version = tools_strdup("1.2"),
		.build = tools_strdup("abcd"),
		.strategy = tools_strdup("random"),
		.seed = 7,
		.schedule = 1234567890123,
		.tape = tools_strdup("R =1 .2:0"),
		.trace_hash = 0xfedcba9876543210,
	};

	text_list_add(&file.stack, "virtio_ring.c:123 virtqueue_kick");
	text_list_add(&file.story, "line \"one\"");
	text_list_add(&file.story, "line two");
	finding_file_add_module(&file, "virtio_ring", 0, "bugs/a14/virtio_ring.so", "12");
	finding_file_add_module(&file, "qemu_blk", 1, "qemu_blk.so", "34");
	return file;
}

Test(finding_file, what_is_written_is_read)
{
	struct finding_file file = example(), again;
	struct complaint complaint = { 0 };
	json_t *json = finding_file_to_json(&file);
	const char *path = harness_write("finding.json", "");

	cr_assert(finding_file_write(json, path, &complaint), "%s", complaint.text);
	cr_assert(finding_file_load(&again, path, &complaint), "%s", complaint.text);
	cr_assert_eq(again.verdict, SIM_LOST_KICK);
	cr_assert_eq(again.trace_hash, file.trace_hash);
	cr_assert_eq(again.schedule, file.schedule);
	cr_assert_eq(again.seed, file.seed);
	cr_assert_eq(again.points, file.points);
	cr_assert_str_eq(again.text, file.text);
	cr_assert_str_eq(again.yaml, file.yaml);
	cr_assert_str_eq(again.tape, file.tape);
	cr_assert_eq(again.story.count, 2);
	cr_assert_str_eq(again.story.texts[0], "line \"one\"");
	cr_assert_eq(again.module_count, 2);
	cr_assert_eq(again.modules[1].machine, 1);
	cr_assert_str_eq(again.modules[0].file, "bugs/a14/virtio_ring.so");
	finding_file_free(&again);
	finding_file_free(&file);
	json_decref(json);
}

Test(finding_file, every_truncation_is_refused_with_one_line)
{
	struct finding_file file = example(), again;
	json_t *json = finding_file_to_json(&file);
	char *text = json_dumps(json, JSON_COMPACT);

	for (size_t bytes = 0; bytes < strlen(text); bytes++) {
		struct complaint complaint = { 0 };

		cr_assert_not(finding_file_parse(&again, "f", text, bytes, &complaint),
			      "%zu bytes of it were taken", bytes);
		cr_assert_eq(strncmp(complaint.text, "f:", 2), 0, "%s", complaint.text);
		cr_assert_null(strchr(complaint.text, '\n'));
	}
	free(text);
	finding_file_free(&file);
	json_decref(json);
}

Test(finding_file, every_key_is_needed)
{
	static const char *const keys[] = { "format",	  "verdict",   "text",	   "site",
					    "function",	  "stack",     "story",	   "points",
					    "context",	  "scenario",  "build",	   "modules",
					    "strategy",	  "seed",      "schedule", "tape",
					    "other_site", "trace_hash" };

	for (unsigned int i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct finding_file file = example(), again;
		struct complaint complaint = { 0 };
		json_t *json = finding_file_to_json(&file);

		cr_assert_eq(json_object_del(json, keys[i]), 0, "%s", keys[i]);
		cr_assert_not(finding_file_from_json(&again, json, "f", &complaint), "%s", keys[i]);
		cr_assert_not_null(strstr(complaint.text, keys[i]), "'%s' does not name %s",
				   complaint.text, keys[i]);
		finding_file_free(&file);
		json_decref(json);
	}
}

Test(finding_file, wrong_values)
{
	static const struct {
		const char *key;
		const char *value;
		const char *line;
	} wrong[] = {
		{ "format", "2", "f: a finding of format 2, this simctl reads 1" },
		{ "verdict", "\"PASS\"", "f: not a whole finding: the verdict has no known name" },
		{ "trace_hash", "\"xyz\"",
		  "f: not a whole finding: trace_hash is not 16 hexadecimal digits" },
		{ "story", "[1]", "f: not a whole finding: story is not a list of texts" },
		{ "modules", "[{}]",
		  "f: not a whole finding: modules is not a list of name, machine, file, sha256" },
	};

	for (unsigned int i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct finding_file file = example(), again;
		struct complaint complaint = { 0 };
		json_t *json = finding_file_to_json(&file);

		json_object_set_new(json, wrong[i].key,
				    json_loads(wrong[i].value, JSON_DECODE_ANY, NULL));
		cr_assert_not(finding_file_from_json(&again, json, "f", &complaint));
		cr_assert_str_eq(complaint.text, wrong[i].line);
		finding_file_free(&file);
		json_decref(json);
	}
}

Test(finding_file, writing_is_all_or_nothing)
{
	struct finding_file file = example();
	struct complaint complaint = { 0 };
	json_t *json = finding_file_to_json(&file);

	cr_assert_not(finding_file_write(json, "/nowhere/at/all.json", &complaint));
	cr_assert_str_eq(complaint.text, "/nowhere/at/all.json: No such file or directory");
	finding_file_free(&file);
	json_decref(json);
}
