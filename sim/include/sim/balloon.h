/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * balloon.h - what the administrator of a memory balloon (model/world_balloon.c) hears of it.
 */
#ifndef SIM_BALLOON_H
#define SIM_BALLOON_H

#include <stdint.h>

/* The guest says that its balloon holds that many pages; after a reset: none. */
void sim_balloon_actual(uint32_t pages);

#endif
