/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "litmus_build.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "litmus_emit.h"
#include "module_build.h"
#include "read_file.h"

#define MESSAGES_BYTES_MAX (1u << 20)

bool litmus_folder_make(char *path, size_t path_bytes, struct complaint *complaint)
{
	const char *base = getenv("TMPDIR");

	snprintf(path, path_bytes, "%s/simctl-litmus-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(path))
		return complain(complaint, "%s: %s", path, strerror(errno));
	return true;
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
	(void)stat;
	(void)type;
	(void)walk;
	return remove(path);
}

void litmus_folder_remove(const char *path)
{
	nftw(path, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

/* Runs the compiler; what it says goes to the file messages, not to the user. */
static bool compile(const char *source, const char *module, const char *messages,
		    struct complaint *complaint)
{
	int file = open(messages, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct text_list sources = { 0 }, extra = { 0 };
	int kept;
	bool good;

	if (file < 0)
		return complain(complaint, "%s: %s", messages, strerror(errno));
	text_list_add(&sources, source);
	text_list_add(&extra, "-w");
	text_list_add(&extra, "-fdiagnostics-plain-output");
	text_list_add(&extra, "-fdiagnostics-column-unit=byte");
	fflush(stderr);
	kept = dup(STDERR_FILENO);
	dup2(file, STDERR_FILENO);
	close(file);
	good = module_build(MODULE_CHECKED, &sources, &extra, module, complaint);
	dup2(kept, STDERR_FILENO);
	close(kept);
	text_list_free(&sources);
	text_list_free(&extra);
	return good;
}

/* The compiler's first error, without the word "error", instead of the complaint that there is. */
static void complain_as_compiler(const char *path, struct complaint *complaint)
{
	struct complaint unread = { 0 };
	size_t bytes;
	char *messages = read_whole_file(path, MESSAGES_BYTES_MAX, &bytes, &unread);
	char *mark = messages ? strstr(messages, "error: ") : NULL;
	char *line = mark;

	if (mark) {
		while (line > messages && line[-1] != '\n')
			line--;
		complain(complaint, "%.*s%.*s", (int)(mark - line), line,
			 (int)strcspn(mark + strlen("error: "), "\n"), mark + strlen("error: "));
	}
	free(messages);
}

bool litmus_build(const struct litmus_test *test, const char *module, struct complaint *complaint)
{
	char *source = tools_asprintf("%s.c", module);
	char *messages = tools_asprintf("%s.txt", module);
	FILE *file = fopen(source, "we");
	bool good = false;

	if (file)
		litmus_emit(file, test);
	if (!file || fclose(file) != 0)
		complain(complaint, "%s: %s", source, strerror(errno));
	else
		good = compile(source, module, messages, complaint);
	if (!good)
		complain_as_compiler(messages, complaint);
	free(source);
	free(messages);
	return good;
}
