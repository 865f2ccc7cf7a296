/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_rng.h - a guest with a virtio entropy device, and who reads random numbers from it.
 */
#ifndef MODEL_WORLD_RNG_H
#define MODEL_WORLD_RNG_H

#include <model/world_device.h>

extern const struct world_device world_rng;

#endif
