/* SPDX-License-Identifier: GPL-2.0-only */
#include "run_program.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alloc.h"

extern char **environ;

bool run_program(const struct text_list *arguments, int *status, struct complaint *complaint)
{
	char **argv = tools_calloc(arguments->count + 1, sizeof(*argv));
	int error, how = 0;
	pid_t pid;

	memcpy(argv, arguments->texts, arguments->count * sizeof(*argv));
	fflush(NULL);
	error = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
	free(argv);
	if (error)
		return complain(complaint, "%s: %s", arguments->texts[0], strerror(error));
	while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
		continue;
	if (!WIFEXITED(how))
		return complain(complaint, "%s: ended by signal %d", arguments->texts[0],
				WTERMSIG(how));
	*status = WEXITSTATUS(how);
	return true;
}
