/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_guest.h - the life of the guest: boot, device, load, the end that the scenario wants, and
 * an orderly shutdown, after which nothing may be left.
 *
 * One native function on the guest's first task; it does what init and a few shell commands do.
 */
#ifndef MODEL_WORLD_GUEST_H
#define MODEL_WORLD_GUEST_H

#include <stdbool.h>

#include <model/world_device.h>
#include <model/world_spec.h>

/* Finds what the life calls in the guest's modules and creates the first task. spec and device are
 * borrowed for good. False with one line in error. */
bool world_guest_build(const struct world_spec *spec, const struct world_device *device,
		       int machine, char *error, unsigned int error_bytes);

enum world_guest_stage {
	GUEST_BOOT,
	GUEST_LOAD,
	GUEST_END,
	GUEST_DOWN,
	GUEST_GONE, /* shut down, nothing of it may be left */
	GUEST_IDLE, /* up, with nothing to do (END_NONE) */
	GUEST_DARK, /* its power was cut */
};

/* How far the run came. */
enum world_guest_stage world_guest_stage(void);

#endif
