/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_host.h - the life of a host that is a kernel of its own: it boots before the guest, serves,
 * and halts after the guest's devices are gone.
 *
 * Two native functions on the host's first tasks; the guest's first task asks for both and waits.
 */
#ifndef MODEL_WORLD_HOST_H
#define MODEL_WORLD_HOST_H

#include <stdbool.h>

/* Finds the kernel's functions in the host's modules. Once they are loaded; false with one line in
 * error. */
bool world_host_build(int machine, char *error, unsigned int error_bytes);
/* Boots the host and initialises its modules. From a task of the guest, which sleeps meanwhile.
 * Failing is a fault of the world: CRASH. */
void world_host_boot(void);
/* Removes the host's modules and halts it, after which nothing of it may be left. A no-op when it
 * was never booted. From a task of the guest, which sleeps meanwhile. */
void world_host_halt(void);

#endif
