/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qdev-properties.h - properties of a device model that are set before it is realised, as with
 * "-device name,property=value".
 */
#ifndef QEMU_QDEV_PROPERTIES_H
#define QEMU_QDEV_PROPERTIES_H

#include <qemu/osdep.h>

/* How whoever builds the world finds one. */
struct sim_param {
	const char *name;
	const char *type; /* "int" */
	void *value;
};

#define DEFINE_PROP_INT32(property, variable)                                                      \
	extern const struct sim_param sim_param_##property;                                        \
	const struct sim_param sim_param_##property                                                \
		__attribute__((used)) = { #property, "int", &(variable) }

#endif
