/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * replay.h - a finding's world and tape, ready to run again in child processes.
 */
#ifndef TOOLS_REPLAY_H
#define TOOLS_REPLAY_H

#include <search/tape.h>

#include "finding_file.h"
#include "scenario.h"

struct replay {
	const char *path;
	const char *module_dir;
	struct finding_file file;
	struct scenario *scenario;
	struct scenario_case *one;
	struct tape tape;
};

/*
 * Loads a finding and checks that this build has the same simctl and modules; another build is a
 * complaint that names every difference, unless anyway is set. path and module_dir are borrowed.
 */
bool replay_open(struct replay *replay, const char *path, const char *module_dir, bool anyway,
		 struct complaint *complaint);
void replay_close(struct replay *replay);

struct replay_outcome {
	enum sim_verdict verdict;
	uint64_t trace_hash;
	uint32_t divergences;
	uint32_t first_divergence; /* number of the choice */
	uint32_t choices; /* on the tape */
};

/* Builds the world in this process and plays the tape with its trace recorded: once, in a child. */
bool replay_here(const struct replay *replay, struct replay_outcome *outcome,
		 struct complaint *complaint);
/* The same in a child; false with a complaint if it could not be built or the child died. */
bool replay_in_child(const struct replay *replay, struct replay_outcome *outcome,
		     struct complaint *complaint);
/* True if that was the finding's run. */
bool replay_same(const struct replay *replay, const struct replay_outcome *outcome);
/* What was different, in one line. */
void replay_difference(const struct replay *replay, const struct replay_outcome *outcome,
		       struct complaint *complaint);

#endif
