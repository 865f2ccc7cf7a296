/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <engine/layout.h>
#include <engine/module.h>
#include <engine/state.h>
#include <engine/timer.h>
#include <model/world_modules.h>

/* As sim/include/linux/moduleparam.h lays it out. */
struct sim_param {
	const char *name;
	const char *type;
	void *value;
};

/* How many modules of each machine are initialised. */
static unsigned int *initialised;

static const char *replacement(const struct guest_spec *guest, const char *name)
{
	for (unsigned int i = 0; i < guest->module_count; i++)
		if (strcmp(guest->module_names[i], name) == 0)
			return guest->module_files[i];
	return NULL;
}

const char *world_modules_guest_dir(const struct world_spec *spec, const char *module_dir)
{
	static char folder[PATH_MAX];

	if (!spec->guest.linux_version)
		return module_dir;
	snprintf(folder, sizeof(folder), "%s/linux/%s", module_dir, spec->guest.linux_version);
	return folder;
}

static bool load_one(const struct world_spec *spec, int machine, const char *folder,
		     const char *name, char *error, unsigned int error_bytes)
{
	const char *path = replacement(&spec->guest, name);
	char built[PATH_MAX];

	if (!path) {
		if (snprintf(built, sizeof(built), "%s/%s.so", folder, name) >=
		    (int)sizeof(built)) {
			snprintf(error, error_bytes, "%s.so: the module folder's name is too long",
				 name);
			return false;
		}
		path = built;
	}
	return module_load(machine, state_strdup(path), error, error_bytes) != NULL;
}

/* A device that lies has a ring layer of its own. */
static const char *ring_layer(const struct world_spec *spec, const char *name)
{
	if (spec->host.hostile && strcmp(name, "qemu_virtqueue") == 0)
		return "hostile_virtqueue";
	return name;
}

static bool load_list(const struct world_spec *spec, int machine, const char *folder,
		      const char *const *names, char *error, unsigned int error_bytes)
{
	for (; *names; names++)
		if (!load_one(spec, machine, folder, ring_layer(spec, *names), error, error_bytes))
			return false;
	return true;
}

static bool is_built(const struct world_spec *spec, const char *folder, char *error,
		     unsigned int error_bytes)
{
	if (access(folder, R_OK) == 0)
		return true;
	snprintf(error, error_bytes, "Linux %s is not built here (%s): build it with tools/linux",
		 spec->guest.linux_version, folder);
	return false;
}

bool world_modules_load(const struct world_spec *spec, const struct world_device *device, int guest,
			int host, const char *module_dir, char *error, unsigned int error_bytes)
{
	const char *folder = world_modules_guest_dir(spec, module_dir);

	initialised = state_alloc(sizeof(*initialised) * MACHINES_MAX);
	return is_built(spec, folder, error, error_bytes) &&
	       load_one(spec, guest, folder, world_device_kernel(&spec->guest), error,
			error_bytes) &&
	       load_list(spec, guest, folder, world_device_guest_modules(device, &spec->guest),
			 error, error_bytes) &&
	       load_one(spec, guest, folder, world_device_load_module(device), error,
			error_bytes) &&
	       load_list(spec, host, module_dir, device->host_modules, error, error_bytes);
}

static bool store(const struct sim_param *param, int64_t value)
{
	if (strcmp(param->type, "bool") == 0)
		*(bool *)param->value = value != 0;
	else if (strcmp(param->type, "int") == 0 || strcmp(param->type, "uint") == 0)
		*(int *)param->value = (int)value;
	else
		return false;
	return true;
}

bool world_modules_param(int machine, const char *module, const char *name, int64_t value,
			 char *error, unsigned int error_bytes)
{
	const struct module *loaded = module_find(machine, module);
	const struct sim_param *param;
	char symbol[96];

	snprintf(symbol, sizeof(symbol), "sim_param_%s", name);
	param = loaded ? module_own_symbol(loaded, symbol) : NULL;
	if (!param) {
		snprintf(error, error_bytes, "module %s has no parameter '%s'", module, name);
		return false;
	}
	if (!store(param, value)) {
		snprintf(error, error_bytes, "parameter %s.%s: cannot store %" PRId64 " in a '%s'",
			 module, name, value, param->type);
		return false;
	}
	return true;
}

bool world_modules_symbols(int machine, const struct world_symbol *symbols, unsigned int count,
			   char *error, unsigned int error_bytes)
{
	for (unsigned int i = 0; i < count; i++) {
		*symbols[i].address = module_symbol(machine, symbols[i].name);
		if (*symbols[i].address)
			continue;
		snprintf(error, error_bytes, "no module of this world exports %s()",
			 symbols[i].name);
		return false;
	}
	return true;
}

const char *world_modules_init(int machine, const char *before, int *result)
{
	unsigned int seen = 0;

	for (unsigned int i = 0; i < module_count(); i++) {
		const struct module *module = module_at(i);
		int (*init)(void);

		if (module->machine != machine)
			continue;
		if (before && strcmp(module->name, before) == 0)
			return NULL;
		if (seen++ < initialised[machine])
			continue;
		init = module_own_symbol(module, "init_module");
		*result = init ? init() : 0;
		if (*result)
			return module->name;
		initialised[machine]++;
	}
	return NULL;
}

void world_modules_exit(int machine)
{
	unsigned int seen = 0;

	for (unsigned int i = 0; i < module_count(); i++)
		seen += module_at(i)->machine == machine;
	for (unsigned int i = module_count(); i-- > 0;) {
		const struct module *module = module_at(i);
		void (*cleanup)(void);

		if (module->machine != machine || seen-- > initialised[machine])
			continue;
		cleanup = module_own_symbol(module, "cleanup_module");
		if (cleanup)
			cleanup();
		timer_check_removed(module->base, module->end - module->base, module->name);
	}
	initialised[machine] = 0;
}
