/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Any bytes are either a finding or refused with one line; a finding that was read is written and
 * read again to the same. Its tape is decoded as replay does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <search/tape.h>

#include "finding_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good, const char *what, const char *detail)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_finding: %s: %s\n", what, detail);
	abort();
}

/* A tape that decodes is the same tape once it went through text again. */
static void check_tape(const char *text)
{
	struct tape tape = { 0 }, again = { 0 };
	char error[256] = "";
	char *encoded;

	if (!tape_decode(&tape, text, error, sizeof(error))) {
		must(error[0] && !strchr(error, '\n'), "a tape is refused without one line", error);
		return;
	}
	encoded = tape_encode(&tape);
	must(tape_decode(&again, encoded, error, sizeof(error)), "an encoded tape is refused",
	     error);
	must(again.count == tape.count &&
		     (!tape.count ||
		      memcmp(again.entries, tape.entries, tape.count * sizeof(*tape.entries)) == 0),
	     "a tape changes in its text form", encoded);
	free(encoded);
	tape_free(&tape);
	tape_free(&again);
}

static void check_again(const struct finding_file *file)
{
	json_t *json = finding_file_to_json(file);
	struct complaint complaint = { 0 };
	struct finding_file again;

	must(finding_file_from_json(&again, json, "again", &complaint), "cannot be read again",
	     complaint.text);
	must(again.verdict == file->verdict && again.trace_hash == file->trace_hash &&
		     again.schedule == file->schedule && strcmp(again.tape, file->tape) == 0 &&
		     again.module_count == file->module_count &&
		     again.story.count == file->story.count,
	     "differs when read again", file->text);
	finding_file_free(&again);
	json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct complaint complaint = { 0 };
	struct finding_file file;

	if (!finding_file_parse(&file, "input", (const char *)data, size, &complaint)) {
		must(complaint.text[0] != '\0', "refused without a word", "");
		must(!strchr(complaint.text, '\n'), "a complaint of two lines", complaint.text);
		return 0;
	}
	check_tape(file.tape);
	check_again(&file);
	finding_file_free(&file);
	return 0;
}
