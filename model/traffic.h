/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * traffic.h - the native half of workloads that are no block I/O: which item comes next, what it
 * carries, how it ended.
 *
 * The guest's half is a module of its own for each kind of device (model/load_*); the calls between
 * the two are sim/include/sim/traffic.h. State lives in state memory.
 */
#ifndef MODEL_TRAFFIC_H
#define MODEL_TRAFFIC_H

#include <model/world_load.h>

/* What one run did so far. */
struct traffic_counts {
	uint64_t submitted;
	uint64_t arrived; /* seen on the device's other side */
	uint64_t ended;
	uint64_t errors;
};
struct traffic_counts traffic_counts(void);

#endif
