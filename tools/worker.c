/* SPDX-License-Identifier: GPL-2.0-only */
#include "worker.h"

#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <jansson.h>

#include <engine/trace.h>

#include "simctl.h"
#include "trace_digest.h"
#include "world_process.h"

/* One line; a parent that is gone ends the worker by SIGPIPE. */
static void send_line(int fd, json_t *json)
{
	char *line = json_dumps(json, JSON_COMPACT);

	json_decref(json);
	if (!line)
		_exit(SIMCTL_FAULT);
	dprintf(fd, "%s\n", line);
	free(line);
}

__attribute__((noreturn)) static void finish(const struct worker_task *task, uint64_t done)
{
	send_line(task->fd, json_pack("{s:I}", "done", (json_int_t)done));
	/* exit(), not _exit(): coverage counters are written by then. */
	exit(SIMCTL_AS_EXPECTED);
}

/* A fault line, with what ran. */
__attribute__((format(printf, 2, 3))) static void send_fault(const struct worker_task *task,
							     const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	send_line(task->fd, json_pack("{s:s}", "fault", text));
}

/* What a schedule showed, to be shown again. */
struct seen {
	enum sim_verdict verdict;
	uint64_t hash;
	uint64_t schedule;
};

static void send_finding(const struct worker_task *task, const struct seen *seen,
			 const struct tape *tape)
{
	struct finding_file file = { 0 };

	world_process_describe(&file, task->one, task->module_dir, tape);
	file.seed = task->seed;
	file.schedule = seen->schedule;
	send_line(task->fd, json_pack("{s:o}", "finding", finding_file_to_json(&file)));
	finding_file_free(&file);
}

/* The schedule once more with tape and trace: it must be the same run. */
static void show_again(const struct worker_task *task, struct strategy *strategy,
		       const struct seen *seen)
{
	struct tape tape = { 0 };
	struct strategy *recorder = strategy_record(strategy, &tape);
	enum sim_verdict verdict = world_process_run(recorder, seen->schedule, true);

	if (verdict != seen->verdict || trace_hash() != seen->hash)
		send_fault(task,
			   "schedule %" PRIu64 " of seed %" PRIu64 " ended with %s (trace "
			   "%016" PRIx64 "), the same again with %s (trace %016" PRIx64 ")",
			   seen->schedule, task->seed, sim_verdict_name(seen->verdict), seen->hash,
			   sim_verdict_name(verdict), trace_hash());
	else
		send_finding(task, seen, &tape);
	strategy_free(recorder);
	tape_free(&tape);
}

/* True if the campaign wants no schedule from number on. */
static bool stopped(const struct worker_task *task, uint64_t number)
{
	struct worker_board *board = task->board;

	return number >= atomic_load_explicit(&board->stop_at, memory_order_relaxed) ||
	       atomic_load_explicit(&board->stop, memory_order_relaxed);
}

/* Lowers stop_at to number. */
static void stop_behind(struct worker_board *board, uint64_t number)
{
	uint64_t before = atomic_load(&board->stop_at);

	while (number < before && !atomic_compare_exchange_weak(&board->stop_at, &before, number))
		continue;
}

/* What came of a block, or of the part of it that was run. */
struct block {
	uint64_t schedules;
	uint64_t passed_by; /* of them, ended with one of expect.besides */
	uint64_t digest; /* of their traces */
};

/* Runs a block; false when there is no more to do. */
static bool run_schedules(const struct worker_task *task, struct strategy *strategy, uint64_t start,
			  struct block *block, uint64_t *done)
{
	uint64_t limit = task->one->spec.explore.schedules;
	uint64_t end = limit - start < BLOCK_SCHEDULES ? limit : start + BLOCK_SCHEDULES;

	for (uint64_t number = start; number < end; number++) {
		enum sim_verdict verdict;

		if (stopped(task, number))
			return false;
		atomic_store_explicit(&task->board->workers[task->index].current, number,
				      memory_order_relaxed);
		verdict = world_process_run(strategy, number, false);
		atomic_store_explicit(&task->board->workers[task->index].done, ++*done,
				      memory_order_relaxed);
		block->schedules++;
		block->digest = trace_digest_add(block->digest, number, trace_hash());
		if (expect_passes_by(&task->one->expect, verdict)) {
			block->passed_by++;
		} else if (verdict != SIM_PASS) {
			const struct seen seen = { verdict, trace_hash(), number };

			stop_behind(task->board, number);
			show_again(task, strategy, &seen);
			return false;
		}
	}
	return true;
}

/* Runs and reports a block; false when there is no more to do. */
static bool run_block(const struct worker_task *task, struct strategy *strategy, uint64_t number,
		      uint64_t *done)
{
	struct block block = { .digest = TRACE_DIGEST_EMPTY };
	bool more = run_schedules(task, strategy, number * BLOCK_SCHEDULES, &block, done);
	char digest[17];

	snprintf(digest, sizeof(digest), "%016" PRIx64, block.digest);
	send_line(task->fd, json_pack("{s:I, s:I, s:I, s:s}", "block", (json_int_t)number,
				      "schedules", (json_int_t)block.schedules, "passed_by",
				      (json_int_t)block.passed_by, "digest", digest));
	return more;
}

void worker_main(const struct worker_task *task)
{
	uint64_t schedules = task->one->spec.explore.schedules;
	struct complaint complaint = { 0 };
	struct strategy *strategy;
	enum sim_verdict boot;
	uint64_t done = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!world_process_build(task->one, task->module_dir, &boot, &complaint)) {
		if (boot != SIM_PASS)
			send_line(task->fd, json_pack("{s:s, s:s}", "boot", sim_verdict_name(boot),
						      "text", complaint.text));
		else
			send_line(task->fd, json_pack("{s:s}", "refused", complaint.text));
		finish(task, 0);
	}
	strategy = strategy_by_name(task->one->spec.explore.strategy, task->seed);
	for (uint64_t block = task->index; block * BLOCK_SCHEDULES < schedules;
	     block += task->count)
		if (!run_block(task, strategy, block, &done))
			break;
	strategy_free(strategy);
	finish(task, done);
}

int worker_fork(int *read_fd, int *write_fd)
{
	int ends[2];
	pid_t pid;

	fflush(NULL);
	if (pipe(ends) < 0 || (pid = fork()) < 0) {
		perror("simctl: cannot start a worker");
		exit(SIMCTL_FAULT);
	}
	close(ends[pid ? 1 : 0]);
	*read_fd = ends[0];
	*write_fd = ends[1];
	return pid;
}
