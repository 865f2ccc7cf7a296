/* SPDX-License-Identifier: GPL-2.0-only */
/* linux_param.h - parameters of a Linux kernel's own modules, before their init. */
#ifndef MODEL_LINUX_PARAM_H
#define MODEL_LINUX_PARAM_H

#include <stdbool.h>
#include <stdint.h>

/* Sets an integer parameter of a loaded module, as insmod's command line would. False with one line
 * in error. */
bool linux_param_set(int machine, const char *module, const char *name, int32_t value, char *error,
		     unsigned int error_bytes);

#endif
