/* SPDX-License-Identifier: GPL-2.0-only */
#include "campaign.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "alloc.h"
#include "boot_case.h"
#include "finding_file.h"
#include "read_file.h"
#include "simctl.h"
#include "trace_digest.h"
#include "worker.h"

#define TICK_MS 200
/* A schedule has a limited number of scheduling points and the engine ends loops without any: a
 * worker that shows no progress for so long is broken. */
#define STUCK_SECONDS 120.0

struct worker_slot {
	pid_t pid;
	int fd; /* -1: closed */
	char *line; /* what came of the next line */
	size_t line_bytes;
	bool done; /* said so */
	uint64_t seen; /* progress when last looked at */
	double seen_at;
};

/* What a worker said about a block of schedules. */
struct block {
	uint64_t schedules;
	uint64_t passed_by;
	uint64_t digest;
};

struct run {
	const struct campaign *campaign;
	const struct scenario_case *one;
	struct case_result *result;
	struct worker_board *board;
	struct worker_slot slots[WORKERS_MAX];
	unsigned int count;
	json_t *finding; /* the lowest so far */
	uint64_t finding_schedule;
	struct block *blocks; /* by number; nothing in those not run */
	size_t block_room;
	bool boot_failed;
	double start;
};

static double now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The first error counts. */
__attribute__((format(printf, 3, 4))) static void set_error(struct run *run, int status,
							    const char *fmt, ...)
{
	struct case_result *result = run->result;
	char text[1024];
	va_list args;

	if (result->error)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	result->outcome = OUTCOME_ERROR;
	result->as_expected = false;
	result->error = tools_strdup(text);
	result->status = status;
}

static void start_worker(struct run *run, unsigned int index)
{
	struct worker_slot *slot = &run->slots[index];
	int write_fd;

	slot->pid = worker_fork(&slot->fd, &write_fd);
	if (slot->pid == 0) {
		const struct worker_task task = {
			.one = run->one,
			.module_dir = run->campaign->module_dir,
			.seed = run->campaign->seed,
			.index = index,
			.count = run->count,
			.board = run->board,
			.fd = write_fd,
		};

		worker_main(&task);
	}
	slot->seen_at = now_seconds();
}

static void take_finding(struct run *run, json_t *finding)
{
	uint64_t schedule = (uint64_t)json_integer_value(json_object_get(finding, "schedule"));

	if (run->finding && run->finding_schedule <= schedule)
		return;
	json_decref(run->finding);
	run->finding = json_incref(finding);
	run->finding_schedule = schedule;
}

static void take_block(struct run *run, const json_t *json)
{
	size_t number = (size_t)json_integer_value(json_object_get(json, "block"));
	const char *digest = json_string_value(json_object_get(json, "digest"));

	if (number >= run->block_room) {
		size_t room = number + number / 2 + 64;

		run->blocks = tools_resize(run->blocks, room, sizeof(*run->blocks));
		memset(run->blocks + run->block_room, 0,
		       (room - run->block_room) * sizeof(*run->blocks));
		run->block_room = room;
	}
	run->blocks[number] = (struct block){
		.schedules = (uint64_t)json_integer_value(json_object_get(json, "schedules")),
		.passed_by = (uint64_t)json_integer_value(json_object_get(json, "passed_by")),
		.digest = digest ? strtoull(digest, NULL, 16) : TRACE_DIGEST_EMPTY,
	};
}

/* Adds the blocks up. A worker may be ahead of the one that has the finding: what it ran there
 * does not count. */
static void sum_blocks(const struct run *run)
{
	struct case_result *result = run->result;

	for (size_t i = 0; i < run->block_room; i++) {
		const struct block *block = &run->blocks[i];

		if (run->finding && i * BLOCK_SCHEDULES > run->finding_schedule)
			break;
		result->schedules += block->schedules;
		result->passed_by += block->passed_by;
		result->trace_digest = trace_digest_join(result->trace_digest, block->digest);
	}
}

static void take_line(struct run *run, struct worker_slot *slot, const char *line)
{
	json_t *json = json_loads(line, 0, NULL), *value;

	if (!json)
		set_error(run, SIMCTL_FAULT, "a worker said something that is not JSON");
	else if ((value = json_object_get(json, "finding")))
		take_finding(run, value);
	else if (json_object_get(json, "block"))
		take_block(run, json);
	else if (json_object_get(json, "boot"))
		run->boot_failed = true;
	else if ((value = json_object_get(json, "refused")))
		set_error(run, SIMCTL_BAD_INPUT, "%s: %s", run->one->scenario->path,
			  json_string_value(value));
	else if ((value = json_object_get(json, "fault")))
		set_error(run, SIMCTL_FAULT, "%s", json_string_value(value));
	else if (json_object_get(json, "done"))
		slot->done = true;
	json_decref(json);
}

/* Adds bytes to the line, takes every line that is whole. */
static void take_bytes(struct run *run, struct worker_slot *slot, const char *bytes, size_t count)
{
	char *newline;

	slot->line = tools_resize(slot->line, slot->line_bytes + count + 1, 1);
	memcpy(slot->line + slot->line_bytes, bytes, count);
	slot->line_bytes += count;
	slot->line[slot->line_bytes] = '\0';
	while ((newline = strchr(slot->line, '\n'))) {
		size_t used = (size_t)(newline - slot->line) + 1;

		*newline = '\0';
		take_line(run, slot, slot->line);
		memmove(slot->line, slot->line + used, slot->line_bytes - used + 1);
		slot->line_bytes -= used;
	}
}

/* The worker closed its pipe: how did it end? */
static void reap(struct run *run, struct worker_slot *slot)
{
	uint64_t current = atomic_load(&run->board->workers[slot - run->slots].current);
	int status = 0;

	close(slot->fd);
	slot->fd = -1;
	while (waitpid(slot->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFSIGNALED(status))
		set_error(run, SIMCTL_FAULT,
			  "worker died of signal %d (%s) near schedule %" PRIu64
			  " of seed %" PRIu64,
			  WTERMSIG(status), strsignal(WTERMSIG(status)), current,
			  run->campaign->seed);
	else if (!slot->done || WEXITSTATUS(status) != SIMCTL_AS_EXPECTED)
		set_error(run, SIMCTL_FAULT,
			  "worker ended with status %d near schedule %" PRIu64 " of seed %" PRIu64,
			  WEXITSTATUS(status), current, run->campaign->seed);
}

static void read_worker(struct run *run, struct worker_slot *slot)
{
	char bytes[65536];
	ssize_t count = read(slot->fd, bytes, sizeof(bytes));

	if (count > 0)
		take_bytes(run, slot, bytes, (size_t)count);
	else if (count == 0 || errno != EINTR)
		reap(run, slot);
}

static uint64_t done_count(const struct run *run)
{
	uint64_t done = 0;

	for (unsigned int i = 0; i < run->count; i++)
		done += atomic_load(&run->board->workers[i].done);
	return done;
}

static void show_progress(const struct run *run)
{
	const struct campaign *campaign = run->campaign;

	if (campaign->progress)
		fprintf(stderr, "\r\033[K[%u/%u] %s/%s: %" PRIu64 " of %" PRIu64 " schedules",
			campaign->number, campaign->total, run->one->scenario->name,
			run->one->variant, done_count(run), run->one->spec.explore.schedules);
}

static void look_after(struct run *run)
{
	double now = now_seconds();

	if (run->campaign->seconds && now - run->start >= (double)run->campaign->seconds)
		atomic_store(&run->board->stop, true);
	for (unsigned int i = 0; i < run->count; i++) {
		struct worker_slot *slot = &run->slots[i];
		uint64_t done = atomic_load(&run->board->workers[i].done);

		if (slot->fd < 0 || done != slot->seen) {
			slot->seen = done;
			slot->seen_at = now;
		} else if (now - slot->seen_at > STUCK_SECONDS) {
			set_error(run, SIMCTL_FAULT,
				  "worker stuck in schedule %" PRIu64 " of seed %" PRIu64,
				  atomic_load(&run->board->workers[i].current),
				  run->campaign->seed);
			kill(slot->pid, SIGKILL);
			slot->seen_at = now;
		}
	}
	show_progress(run);
}

static void attend(struct run *run)
{
	for (;;) {
		struct pollfd polls[WORKERS_MAX];
		unsigned int index[WORKERS_MAX], open = 0;

		for (unsigned int i = 0; i < run->count; i++) {
			if (run->slots[i].fd < 0)
				continue;
			polls[open] = (struct pollfd){ run->slots[i].fd, POLLIN, 0 };
			index[open++] = i;
		}
		if (!open)
			return;
		if (poll(polls, open, TICK_MS) > 0)
			for (unsigned int i = 0; i < open; i++)
				if (polls[i].revents)
					read_worker(run, &run->slots[index[i]]);
		look_after(run);
	}
}

static unsigned int worker_count(const struct campaign *campaign, const struct scenario_case *one)
{
	uint64_t blocks = (one->spec.explore.schedules + BLOCK_SCHEDULES - 1) / BLOCK_SCHEDULES;

	return blocks < campaign->jobs ? (unsigned int)blocks : campaign->jobs;
}

static void work(struct run *run)
{
	run->board = mmap(NULL, sizeof(*run->board), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (run->board == MAP_FAILED) {
		perror("simctl: cannot share memory with workers");
		exit(SIMCTL_FAULT);
	}
	atomic_store(&run->board->stop_at, UINT64_MAX);
	run->start = now_seconds();
	run->count = worker_count(run->campaign, run->one);
	for (unsigned int i = 0; i < run->count; i++)
		start_worker(run, i);
	attend(run);
	run->result->seconds += now_seconds() - run->start;
	sum_blocks(run);
	free(run->blocks);
	munmap(run->board, sizeof(*run->board));
	for (unsigned int i = 0; i < run->count; i++)
		free(run->slots[i].line);
	if (run->campaign->progress)
		fputs("\r\033[K", stderr);
}

/* Writes the finding file and copies into the result what it says. */
static void keep_finding(struct run *run)
{
	struct case_result *result = run->result;
	struct complaint complaint = { 0 };
	struct finding_file file;
	char *path;

	if (!finding_file_from_json(&file, run->finding, "a worker's finding", &complaint)) {
		set_error(run, SIMCTL_FAULT, "%s", complaint.text);
		return;
	}
	path = tools_asprintf("%s/%s.%s.%s.json", run->campaign->out, result->scenario,
			      result->variant, sim_verdict_name(file.verdict));
	if (!make_folder(run->campaign->out, &complaint) ||
	    !finding_file_write(run->finding, path, &complaint)) {
		set_error(run, SIMCTL_BAD_INPUT, "%s", complaint.text);
		free(path);
		finding_file_free(&file);
		return;
	}
	result->outcome = OUTCOME_FINDING;
	result->kind = tools_strdup(sim_verdict_name(file.verdict));
	result->text = tools_strdup(file.text);
	result->site = tools_strdup(file.site);
	result->schedule = file.schedule;
	result->lines = file.story.count;
	result->file = path;
	finding_file_free(&file);
}

/* The boot broke a rule: the same again as the one schedule of a world explored from its boot, so
 * that there is a tape to replay. */
static void run_boot(struct run *run)
{
	struct complaint complaint = { 0 };
	struct boot_case boot;
	struct run again = { .campaign = run->campaign, .result = run->result };

	if (!boot_case_build(&boot, run->one, &complaint)) {
		set_error(run, SIMCTL_FAULT, "%s", complaint.text);
		return;
	}
	again.one = boot.one;
	work(&again);
	if (!again.finding && !run->result->error)
		set_error(run, SIMCTL_FAULT, "a boot that broke a rule did not do so again");
	boot_case_free(&boot);
	json_decref(run->finding);
	run->finding = again.finding;
}

void campaign_run(const struct campaign *campaign, const struct scenario_case *one,
		  struct case_result *result)
{
	struct run run = { .campaign = campaign, .one = one, .result = result };

	result->outcome = OUTCOME_PASS;
	work(&run);
	if (run.boot_failed && !result->error)
		run_boot(&run);
	if (run.finding && !result->error)
		keep_finding(&run);
	json_decref(run.finding);
	case_result_judge(result, &one->expect);
}
