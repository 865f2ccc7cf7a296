/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_end.h - what happens to the device while, or after, the load runs (load.end).
 */
#ifndef MODEL_WORLD_END_H
#define MODEL_WORLD_END_H

#include <stdbool.h>

#include <model/world_device.h>

/* The disk that a power cut hits; while the world is built. */
void world_end_build(struct disk *disk);
/* Sleeps until the moment at which it begins. From the guest's first task. */
void world_end_wait(const struct world_spec *spec, const struct world_device *device);
/* From the guest's first task. False if there is no guest any more: its power was cut. */
bool world_end(const struct world_spec *spec, const struct world_device *device);

#endif
