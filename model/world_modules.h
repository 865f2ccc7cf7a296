/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_modules.h - loads a world's modules, sets their parameters, runs their init and exit.
 *
 * A guest machine gets kernel, the device's modules and load, in this order; the host gets the
 * device's host modules.
 */
#ifndef MODEL_WORLD_MODULES_H
#define MODEL_WORLD_MODULES_H

#include <stdbool.h>
#include <stdint.h>

#include <model/world_device.h>

/* Where the guest's modules are: module_dir, or a Linux kernel's own folder in it. Valid until the
 * next call. */
const char *world_modules_guest_dir(const struct world_spec *spec, const char *module_dir);

/* From module_dir/NAME.so, a Linux guest's from module_dir/linux/VERSION/NAME.so, or the file by which
 * the spec replaces NAME. False with one line in error. */
bool world_modules_load(const struct world_spec *spec, const struct world_device *device, int guest,
			int host, const char *module_dir, char *error, unsigned int error_bytes);

/* Sets parameter name (a bool or an integer) of a loaded module, before its init. */
bool world_modules_param(int machine, const char *module, const char *name, int64_t value,
			 char *error, unsigned int error_bytes);

struct world_symbol {
	const char *name;
	void **address;
};

/* Addresses of functions that the machine's modules export. */
bool world_modules_symbols(int machine, const struct world_symbol *symbols, unsigned int count,
			   char *error, unsigned int error_bytes);

/*
 * Runs init_module of the machine's modules in load order, from where the last call stopped up to
 * the module named before (NULL: to the end); NULL if all went well, else the name of the one that
 * failed, with *result its answer. Task context of that machine.
 */
const char *world_modules_init(int machine, const char *before, int *result);
/* Runs cleanup_module of all whose init succeeded, last one first. Task context. */
void world_modules_exit(int machine);

#endif
