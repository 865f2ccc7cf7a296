/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_console.h - a guest with a virtio console, whose ports echo what is written to them.
 */
#ifndef MODEL_WORLD_CONSOLE_H
#define MODEL_WORLD_CONSOLE_H

#include <model/world_device.h>

extern const struct world_device world_console;

#endif
