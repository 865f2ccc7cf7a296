/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - the speed of the simulator itself, row by row, each beside its budget.
 *
 * A row runs in a process of its own. Budgets in round trips refer to the bare fiber round trip
 * that the same run measured, so that they hold on any machine.
 */
#ifndef TOOLS_BENCH_H
#define TOOLS_BENCH_H

#include <stdbool.h>

#include "complaint.h"

struct bench_row {
	const char *name;
	const char *unit;
	double value;
	double budget; /* 0 = none: a yardstick */
	bool at_least; /* the budget is a lower bound */
};

/* Shared by the rows of one run. */
struct bench {
	const char *module_dir;
	double seconds; /* for each row */
	double round_trip_ns; /* 0 until that row has run */
};

typedef bool (*bench_fn)(const struct bench *bench, double *value, struct complaint *complaint);

/* Two jumps between bare fibers, in ns (bench_fiber.c). */
bool bench_round_trip(const struct bench *bench, double *value, struct complaint *complaint);
/* A marked load with every check on, in ns: going on, and handing over (bench_model.c). */
bool bench_point_stay(const struct bench *bench, double *value, struct complaint *complaint);
bool bench_point_switch(const struct bench *bench, double *value, struct complaint *complaint);
/* Schedules a second (bench_model.c). */
bool bench_store_buffer(const struct bench *bench, double *value, struct complaint *complaint);
bool bench_protocol(const struct bench *bench, double *value, struct complaint *complaint);
/* The real drivers: schedules a second, and KiB that memory grows by from a tenth of the schedules
 * to all of them (bench_world.c). */
bool bench_ring(const struct bench *bench, double *value, struct complaint *complaint);
/* The same schedules a second with Linux 6.12's own ring, virtio_blk and block layer. */
bool bench_linux(const struct bench *bench, double *value, struct complaint *complaint);
bool bench_memory(const struct bench *bench, double *value, struct complaint *complaint);

/* Seconds since some fixed time. */
double bench_now(void);

#endif
