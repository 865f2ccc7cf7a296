/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * moduleparam.h - module parameters.
 *
 * module_param(use_bio, bool, 0444) exports a struct sim_param named sim_param_use_bio; whoever
 * loads the module stores through its value before init_module() runs.
 */
#ifndef SIM_LINUX_MODULEPARAM_H
#define SIM_LINUX_MODULEPARAM_H

#include <linux/compiler.h>
#include <linux/stat.h>

struct sim_param {
	const char *name;
	const char *type; /* "bool", "int", "uint", "ulong", "charp" ... */
	void *value;
};

/* The kind as text from the start: bool is a macro itself. */
#define __module_param(param, variable, kind_text, perm)                                           \
	extern const struct sim_param sim_param_##param;                                           \
	const struct sim_param sim_param_##param __used = { .name = #param,                        \
							    .type = kind_text,                     \
							    .value = (void *)&(variable) };        \
	_Static_assert((perm) >= 0 && (perm) <= 0777, "permissions of parameter " #param)
#define module_param_named(param, variable, kind, perm)                                            \
	__module_param(param, variable, #kind, perm)
#define module_param(param, kind, perm) __module_param(param, param, #kind, perm)

#endif
