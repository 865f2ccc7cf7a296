/* SPDX-License-Identifier: GPL-2.0-only */
#include "replay.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <build_config.h>
#include <engine/trace.h>

#include "alloc.h"
#include "digest.h"
#include "simctl.h"
#include "worker.h"
#include "world_process.h"

static char *module_path(const struct replay *replay, const struct finding_module *module)
{
	return module->file[0] == '/' ? tools_strdup(module->file) :
					tools_asprintf("%s/%s", replay->module_dir, module->file);
}

__attribute__((format(printf, 3, 4))) static void append(char *text, size_t text_bytes,
							 const char *fmt, ...)
{
	size_t len = strlen(text);
	va_list args;

	va_start(args, fmt);
	vsnprintf(text + len, text_bytes - len, fmt, args);
	va_end(args);
}

/* Names what differs between the finding's build and this one. */
static bool check_build(const struct replay *replay, struct complaint *complaint)
{
	const struct finding_file *file = &replay->file;
	char differences[512] = "";

	if (strcmp(file->version, VQSIM_VERSION) != 0)
		append(differences, sizeof(differences), ", version %.20s (here %s)", file->version,
		       VQSIM_VERSION);
	if (strcmp(file->build, world_process_build_hash()) != 0)
		append(differences, sizeof(differences), ", simctl %.12s (here %.12s)", file->build,
		       world_process_build_hash());
	for (unsigned int i = 0; i < file->module_count; i++) {
		const struct finding_module *module = &file->modules[i];
		char *path = module_path(replay, module);
		char hex[DIGEST_HEX_BYTES] = "missing";

		digest_file(path, hex);
		if (strcmp(hex, module->sha256) != 0)
			append(differences, sizeof(differences),
			       ", module %.40s %.12s (here %.12s)", module->name, module->sha256,
			       hex);
		free(path);
	}
	if (!differences[0])
		return true;
	return complain(complaint, "%s: a finding of another build: %s", replay->path,
			differences + 2);
}

static bool build_case(struct replay *replay, struct complaint *complaint)
{
	struct finding_file *file = &replay->file;
	char *label = tools_asprintf("%s (its scenario)", replay->path);
	bool good;

	replay->scenario = scenario_load_text(label, file->yaml, strlen(file->yaml), complaint);
	free(label);
	if (replay->scenario)
		replay->one = scenario_case_build(replay->scenario, 0, NULL, complaint);
	good = replay->one != NULL;
	if (good)
		replay->one->spec.guest.module_count = 0;
	for (unsigned int i = 0; good && i < file->module_count; i++) {
		const struct finding_module *module = &file->modules[i];
		char *usual = tools_asprintf("%s.so", module->name);
		char *path = module_path(replay, module);

		if (strcmp(usual, module->file) != 0)
			good = scenario_case_module(replay->one, module->name, path, complaint);
		free(path);
		free(usual);
	}
	return good;
}

bool replay_open(struct replay *replay, const char *path, const char *module_dir, bool anyway,
		 struct complaint *complaint)
{
	char error[256];

	*replay = (struct replay){ .path = path, .module_dir = module_dir };
	if (!finding_file_load(&replay->file, path, complaint))
		return false;
	if (!tape_decode(&replay->tape, replay->file.tape, error, sizeof(error)))
		complain(complaint, "%s: %s", path, error);
	else if ((anyway || check_build(replay, complaint)) && build_case(replay, complaint))
		return true;
	replay_close(replay);
	return false;
}

void replay_close(struct replay *replay)
{
	scenario_case_free(replay->one);
	scenario_free(replay->scenario);
	tape_free(&replay->tape);
	finding_file_free(&replay->file);
	*replay = (struct replay){ 0 };
}

bool replay_here(const struct replay *replay, struct replay_outcome *outcome,
		 struct complaint *complaint)
{
	struct strategy *strategy;
	enum sim_verdict boot;

	if (!world_process_build(replay->one, replay->module_dir, &boot, complaint))
		return false;
	strategy = strategy_replay(&replay->tape);
	outcome->verdict = world_process_run(strategy, replay->file.schedule, true);
	outcome->trace_hash = trace_hash();
	outcome->divergences = replay_divergences();
	outcome->first_divergence = replay_first_divergence();
	outcome->choices = replay->tape.count;
	strategy_free(strategy);
	return true;
}

/* What the child sends. */
struct reply {
	bool good;
	struct replay_outcome outcome;
	struct complaint complaint;
};

__attribute__((noreturn)) static void answer(const struct replay *replay, int fd)
{
	struct reply reply = { 0 };

	reply.good = replay_here(replay, &reply.outcome, &reply.complaint);
	if (write(fd, &reply, sizeof(reply)) != (ssize_t)sizeof(reply))
		exit(SIMCTL_FAULT);
	exit(SIMCTL_AS_EXPECTED);
}

static bool read_reply(int fd, struct reply *reply)
{
	size_t have = 0;

	while (have < sizeof(*reply)) {
		ssize_t got = read(fd, (char *)reply + have, sizeof(*reply) - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		have += (size_t)got;
	}
	return true;
}

bool replay_in_child(const struct replay *replay, struct replay_outcome *outcome,
		     struct complaint *complaint)
{
	struct reply reply = { 0 };
	int read_fd, write_fd, status = 0;
	pid_t pid = worker_fork(&read_fd, &write_fd);
	bool whole;

	if (pid == 0)
		answer(replay, write_fd);
	whole = read_reply(read_fd, &reply);
	close(read_fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (!whole)
		return complain(complaint, "%s: the replaying process died (%s %d)", replay->path,
				WIFSIGNALED(status) ? "signal" : "status",
				WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	*outcome = reply.outcome;
	if (!reply.good)
		*complaint = reply.complaint;
	return reply.good;
}

bool replay_same(const struct replay *replay, const struct replay_outcome *outcome)
{
	return outcome->verdict == replay->file.verdict &&
	       outcome->trace_hash == replay->file.trace_hash;
}

void replay_difference(const struct replay *replay, const struct replay_outcome *outcome,
		       struct complaint *complaint)
{
	char where[96] = "no choice diverged";

	if (outcome->divergences)
		snprintf(where, sizeof(where), "%u divergences, the first at choice %u of %u",
			 outcome->divergences, outcome->first_divergence, outcome->choices);
	complain(complaint,
		 "%s: %s with trace hash %016" PRIx64 ", the finding has %s with %016" PRIx64
		 "; %s",
		 replay->path, outcome->verdict ? sim_verdict_name(outcome->verdict) : "no finding",
		 outcome->trace_hash, sim_verdict_name(replay->file.verdict),
		 replay->file.trace_hash, where);
}
