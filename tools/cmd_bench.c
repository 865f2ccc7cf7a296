/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl bench: how fast the simulator is, beside its budget.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include "alloc.h"
#include "arguments.h"
#include "bench.h"
#include "scenario_set.h"
#include "worker.h"

struct row {
	const char *name;
	const char *unit;
	bench_fn run;
	double budget;
	double round_trips; /* the budget as a multiple of the bare round trip */
	bool at_least;
	const char *folder; /* of modules, below the module folder, that may not be built; or NULL */
};

static const struct row rows[] = {
	{ "bare fiber round trip", "ns", bench_round_trip, 0, 0, false, NULL },
	{ "scheduling point without a switch", "ns", bench_point_stay, 10, 0, false, NULL },
	{ "scheduling point with a switch", "ns", bench_point_switch, 0, 3, false, NULL },
	{ "store buffering litmus", "schedules/s", bench_store_buffer, 3e6, 0, true, NULL },
	{ "kick/suppress protocol, 8 buffers", "schedules/s", bench_protocol, 350e3, 0, true,
	  NULL },
	{ "ring + driver + backend, 8 requests", "schedules/s", bench_ring, 50e3, 0, true, NULL },
	{ "Linux 6.12 block stack, 8 requests", "schedules/s", bench_linux, 20e3, 0, true,
	  "linux/6.12" },
	{ "memory growth over 9000 schedules", "KiB", bench_memory, 64, 0, false, NULL },
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

struct bench_options {
	struct bench bench;
	bool json;
};

static const struct argp_option options[] = {
	{ "format", 'f', "FORMAT", 0, "text or json", 0 },
	{ "seconds", 's', "S", 0, "Time for each row (default 1)", 0 },
	{ "module-dir", 'd', "DIR", 0, "Where the built modules are", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct bench_options *asked = state->input;

	switch (key) {
	case 'f':
		asked->json = strcmp(arg, "json") == 0;
		if (!asked->json && strcmp(arg, "text") != 0)
			bad_usage(state, "--format: expected text or json, found '%s'", arg);
		return 0;
	case 's':
		asked->bench.seconds = (double)option_count(state, "--seconds", arg, 1);
		return 0;
	case 'd':
		asked->bench.module_dir = arg;
		return 0;
	case ARGP_KEY_ARG:
		bad_usage(state, "no arguments expected, found '%s'", arg);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* What a row's process sends. */
struct reply {
	bool good;
	double value;
	struct complaint complaint;
};

/* Runs a row in a process of its own. */
static bool run_row(const struct row *row, const struct bench *bench, double *value,
		    struct complaint *complaint)
{
	struct reply reply = { 0 };
	int read_fd, write_fd, status = 0;
	pid_t pid = worker_fork(&read_fd, &write_fd);
	ssize_t got;

	if (pid == 0) {
		reply.good = row->run(bench, &reply.value, &reply.complaint);
		got = write(write_fd, &reply, sizeof(reply));
		exit(got == (ssize_t)sizeof(reply) ? SIMCTL_AS_EXPECTED : SIMCTL_FAULT);
	}
	got = read(read_fd, &reply, sizeof(reply));
	close(read_fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (got != (ssize_t)sizeof(reply))
		return complain(complaint, "%s: the process died (status %d)", row->name, status);
	*value = reply.value;
	if (!reply.good)
		*complaint = reply.complaint;
	return reply.good;
}

static bool is_built(const struct row *row, const struct bench *bench)
{
	char *folder;
	bool built;

	if (!row->folder)
		return true;
	folder = tools_asprintf("%s/%s", bench->module_dir, row->folder);
	built = access(folder, R_OK) == 0;
	if (!built)
		fprintf(stderr, "simctl: row left out, %s is not built: %s\n", folder, row->name);
	free(folder);
	return built;
}

static bool within(const struct bench_row *row)
{
	if (!row->budget)
		return true;
	return row->at_least ? row->value >= row->budget : row->value <= row->budget;
}

static void print_text(const struct bench_row *row)
{
	printf("%-38s %12.1f %-12s", row->name, row->value, row->unit);
	if (row->budget)
		printf(" budget %s %.1f: %s", row->at_least ? ">=" : "<=", row->budget,
		       within(row) ? "met" : "MISSED");
	putchar('\n');
	fflush(stdout);
}

static json_t *row_json(const struct bench_row *row)
{
	json_t *json = json_pack("{s:s, s:f, s:s}", "name", row->name, "value", row->value, "unit",
				 row->unit);

	json_object_set_new(json, "budget", row->budget ? json_real(row->budget) : json_null());
	json_object_set_new(json, "within_budget", json_boolean(within(row)));
	return json;
}

static void print_json(json_t *array)
{
	json_t *json = json_pack("{s:o}", "rows", array);

	json_dumpf(json, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(json);
}

int cmd_bench(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.doc = "Measures the simulator's own speed, each row beside its budget.",
	};
	struct bench_options asked = {
		.bench = { .module_dir = default_module_dir(), .seconds = 1 },
	};
	struct complaint complaint = { 0 };
	json_t *array = json_array();
	int status = SIMCTL_AS_EXPECTED;

	parse_arguments(&argp, argc, argv, &asked);
	for (unsigned int i = 0; i < ROW_COUNT; i++) {
		struct bench_row row = {
			.name = rows[i].name,
			.unit = rows[i].unit,
			.at_least = rows[i].at_least,
		};

		if (!is_built(&rows[i], &asked.bench))
			continue;
		if (!run_row(&rows[i], &asked.bench, &row.value, &complaint)) {
			json_decref(array);
			return refuse(&complaint);
		}
		if (rows[i].run == bench_round_trip)
			asked.bench.round_trip_ns = row.value;
		row.budget = rows[i].budget + rows[i].round_trips * asked.bench.round_trip_ns;
		if (!within(&row))
			status = SIMCTL_FINDING;
		if (asked.json)
			json_array_append_new(array, row_json(&row));
		else
			print_text(&row);
	}
	if (asked.json)
		print_json(array);
	else
		json_decref(array);
	return status;
}
