/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_pool.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alloc.h"
#include "simctl.h"

struct running {
	pid_t pid;
	FILE *out;
	bool ended;
	int status;
};

static pid_t start(unsigned int index, litmus_job job, FILE *out, void *opaque)
{
	pid_t parent = getpid(), pid;
	int status;

	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		perror("simctl: cannot start a process");
		exit(SIMCTL_FAULT);
	}
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(SIMCTL_FAULT);
	status = job(index, out, opaque);
	/* exit(), not _exit(): coverage counters are written by then. */
	exit(fflush(out) == 0 ? status : SIMCTL_FAULT);
}

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int litmus_pool_one(unsigned int index, litmus_job job, FILE *out, void *opaque)
{
	pid_t pid = start(index, job, out, opaque);
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return exit_status(status);
}

static char *read_back(FILE *file)
{
	long bytes = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
	char *text = tools_calloc(bytes < 0 ? 1 : (size_t)bytes + 1, 1);

	rewind(file);
	if (bytes < 0 || fread(text, 1, (size_t)bytes, file) != (size_t)bytes) {
		perror("simctl: cannot read a process's output");
		exit(SIMCTL_FAULT);
	}
	return text;
}

static FILE *scratch(void)
{
	FILE *file = tmpfile();

	if (!file) {
		perror("simctl: cannot make a temporary file");
		exit(SIMCTL_FAULT);
	}
	return file;
}

static void wait_one(struct running *jobs, unsigned int started)
{
	int status = 0;
	pid_t pid;

	while ((pid = wait(&status)) < 0)
		if (errno != EINTR)
			return;
	for (unsigned int i = 0; i < started; i++) {
		if (jobs[i].pid != pid)
			continue;
		jobs[i].ended = true;
		jobs[i].status = exit_status(status);
	}
}

static void hand_over(struct running *job, unsigned int index, litmus_job_done done, void *opaque)
{
	char *text = read_back(job->out);

	fclose(job->out);
	done(index, job->status, text, opaque);
	free(text);
}

void litmus_pool_run(unsigned int count, unsigned int parallel, litmus_job job,
		     litmus_job_done done, void *opaque)
{
	struct running *jobs = tools_calloc(count, sizeof(*jobs));
	unsigned int started = 0, ended = 0, told = 0;

	while (told < count) {
		while (started < count && started - ended < parallel) {
			jobs[started].out = scratch();
			jobs[started].pid = start(started, job, jobs[started].out, opaque);
			started++;
		}
		wait_one(jobs, started);
		ended++;
		for (; told < started && jobs[told].ended; told++)
			hand_over(&jobs[told], told, done, opaque);
	}
	free(jobs);
}
