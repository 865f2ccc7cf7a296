/* SPDX-License-Identifier: GPL-2.0-only */
#include "module_build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <build_config.h>

#include "alloc.h"
#include "run_program.h"

static const char *const flavour_flags[] = {
	[MODULE_CHECKED] = VQSIM_MODULE_CFLAGS_CHECKED,
	[MODULE_PLAIN] = VQSIM_MODULE_CFLAGS_PLAIN,
};

/* The words of a configured flag list; none has blanks inside. */
static void add_words(struct text_list *arguments, const char *words)
{
	char *copy = tools_strdup(words), *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		if (*word)
			text_list_add(arguments, word);
	free(copy);
}

static void add_all(struct text_list *arguments, const struct text_list *more)
{
	for (unsigned int i = 0; more && i < more->count; i++)
		text_list_add(arguments, more->texts[i]);
}

/* Runs the compiler; false if it cannot be started or fails. */
static bool run_compiler(const struct text_list *arguments, struct complaint *complaint)
{
	int status;

	if (!run_program(arguments, &status, complaint))
		return false;
	return status == 0 || complain(complaint, "the module does not compile (see above)");
}

bool module_build(enum module_flavour flavour, const struct text_list *sources,
		  const struct text_list *extra, const char *out, struct complaint *complaint)
{
	char *temporary = tools_asprintf("%s.%d.tmp", out, (int)getpid());
	struct text_list arguments = { 0 };
	bool good;

	text_list_add(&arguments, VQSIM_CC);
	add_words(&arguments, flavour_flags[flavour]);
	add_all(&arguments, extra);
	add_words(&arguments, VQSIM_MODULE_INCLUDES);
	text_list_add(&arguments, "-shared");
	add_words(&arguments, VQSIM_MODULE_LDFLAGS);
	text_list_add(&arguments, "-o");
	text_list_add(&arguments, temporary);
	add_all(&arguments, sources);
	good = run_compiler(&arguments, complaint);
	if (good && rename(temporary, out) < 0)
		good = complain(complaint, "%s: %s", out, strerror(errno));
	if (!good)
		unlink(temporary);
	text_list_free(&arguments);
	free(temporary);
	return good;
}
