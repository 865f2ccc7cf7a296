/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "harness.h"

#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include <build_config.h>

static char scratch[PATH_MAX];

static const char *join(char *path, const char *folder, const char *name, const char *suffix)
{
	int length = snprintf(path, PATH_MAX, "%s/%s%s", folder, name, suffix);

	cr_assert(length > 0 && length < PATH_MAX, "path of %s is too long", name);
	return path;
}

const char *harness_module(const char *name)
{
	static char path[PATH_MAX];

	return join(path, VQSIM_MODULE_DIR, name, ".so");
}

const char *harness_module_plain(const char *name)
{
	static char path[PATH_MAX];

	return join(path, VQSIM_BINARY_DIR "/modules/plain", name, ".so");
}

const char *harness_source(const char *path)
{
	static char full[PATH_MAX];

	return join(full, VQSIM_SOURCE_DIR, path, "");
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
	(void)stat;
	(void)type;
	(void)walk;
	return remove(path);
}

static void scratch_remove(void)
{
	nftw(scratch, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *harness_scratch(void)
{
	const char *base = getenv("TMPDIR");

	if (scratch[0])
		return scratch;
	join(scratch, base ? base : "/tmp", "vqsim-test-XXXXXX", "");
	cr_assert_not_null(mkdtemp(scratch), "cannot make %s", scratch);
	atexit(scratch_remove);
	return scratch;
}

const char *harness_write(const char *name, const char *text)
{
	static char path[PATH_MAX];
	FILE *file = fopen(join(path, harness_scratch(), name, ""), "w");

	cr_assert_not_null(file, "cannot write %s", path);
	cr_assert_eq(fwrite(text, 1, strlen(text), file), strlen(text));
	cr_assert_eq(fclose(file), 0);
	return path;
}

char *harness_read(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	cr_assert_not_null(file, "cannot read %s", path);
	if (getdelim(&text, &room, '\0', file) < 0) {
		free(text);
		text = strdup("");
	}
	fclose(file);
	return text;
}

struct harness_command harness_command(const char *fmt, ...)
{
	struct harness_command result;
	char out[PATH_MAX], err[PATH_MAX];
	char *line, *whole;
	va_list args;
	int status;

	va_start(args, fmt);
	cr_assert(vasprintf(&line, fmt, args) >= 0);
	va_end(args);
	join(out, harness_scratch(), "stdout", "");
	join(err, harness_scratch(), "stderr", "");
	cr_assert(asprintf(&whole, "PATH='%s':$PATH; { %s\n} >'%s' 2>'%s'", VQSIM_BINARY_DIR, line,
			   out, err) >= 0);
	status = system(whole);
	result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	result.out = harness_read(out);
	result.err = harness_read(err);
	free(whole);
	free(line);
	return result;
}

void harness_command_free(struct harness_command *command)
{
	free(command->out);
	free(command->err);
}
