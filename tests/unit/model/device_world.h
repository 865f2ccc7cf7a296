/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device_world.h - a guest with the bare driver, and a host with the real device model.
 */
#ifndef TESTS_MODEL_DEVICE_WORLD_H
#define TESTS_MODEL_DEVICE_WORLD_H

#include <check/finding.h>
#include <model/disk.h>
#include <model/transport.h>

#include "bare.h"

struct device_case {
	enum bare_bug bug;
	enum rogue_mistake rogue;
	enum host_service service;
	enum memory_model memory;
	unsigned int queues; /* 0 = 1 */
	bool packed;
	bool poll; /* jobs look at the ring themselves */
	bool event_idx;
	bool suppress;
	bool flush; /* the disk has a cache; jobs flush */
	bool power_cut; /* at the end */
	bool again; /* after the jobs the driver resets the device and brings it up anew */
	bool spurious;
	unsigned int ios; /* rounds of write and read per job; 0 = 3 */
	const char *fault; /* "io_error" ... */
};

/* Builds the world once, then runs so many schedules of the random strategy. Returns the first
 * verdict that is none of SIM_PASS; finding_current() has more. */
enum sim_verdict device_world_run(const struct device_case *test, unsigned int schedules);
/* Of the last run. */
struct disk *device_world_disk(void);
struct transport *device_world_transport(void);

#endif
