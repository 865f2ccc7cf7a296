/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include <engine/module.h>
#include <model/linux_param.h>

/* As include/linux/moduleparam.h lays out struct kernel_param; both kernel versions do. */
struct kernel_param {
	const char *name;
	void *module;
	const void *ops;
	uint16_t perm;
	int8_t level;
	uint8_t flags;
	void *arg;
};

bool linux_param_set(int machine, const char *module, const char *name, int32_t value, char *error,
		     unsigned int error_bytes)
{
	const struct module *loaded = module_find(machine, module);
	const struct kernel_param *param = NULL, *end = NULL;

	if (loaded) {
		param = module_own_symbol(loaded, "__start___param");
		end = module_own_symbol(loaded, "__stop___param");
	}
	for (; param && param < end; param++) {
		if (strcmp(param->name, name) != 0)
			continue;
		*(int32_t *)param->arg = value;
		return true;
	}
	snprintf(error, error_bytes, "Linux's module %s has no parameter '%s'", module, name);
	return false;
}
