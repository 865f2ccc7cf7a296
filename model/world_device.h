/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_device.h - the kinds of device a world can have: which modules drive one, how it is built.
 *
 * Another driver or backend is one more file like world_blk.c and one more line in the table.
 */
#ifndef MODEL_WORLD_DEVICE_H
#define MODEL_WORLD_DEVICE_H

#include <stdbool.h>

#include <model/disk.h>
#include <model/world_load.h>
#include <model/world_spec.h>

/* What host.iothreads, poll_max and aio can mean for a device. */
enum world_loops {
	LOOPS_NONE, /* nothing: its process has one way to serve it */
	LOOPS_ONE, /* any loop, but no more than one */
	LOOPS_DISK, /* a loop for all queues or each, and asynchronous I/O */
};

#define CHURN_BIT(churn) (1u << (churn))

/* All but build and bind run in a task of the guest; 0 or a negative errno. */
struct world_device {
	const char *driver; /* what guest.driver says */
	enum host_backend backend; /* and host.backend */
	const char *disk_name; /* the disk that the load opens */
	const char *serial;
	const struct world_load *load; /* NULL: block I/O */
	const char *load_module; /* the guest's half of it; NULL: "load" */
	bool suspend_loses; /* what is in flight when the guest is suspended may be lost */
	enum world_loops loops;
	uint32_t churns; /* what host.churn can be: CHURN_BIT() of each */
	bool queues; /* the guest's driver can use more than one; Linux's always can */
	const char *const *guest_modules; /* NULL-terminated, in load order, after the kernel's */
	const char *const *pci_modules; /* the same with the device on PCI; NULL: it never is */
	const char *const *linux_modules; /* the same of a Linux kernel; NULL: it has none */
	const char *const *host_modules;
	/* The native side, before any module is loaded; guest and host are machine numbers. Returns
	 * the disk behind it, if there is one. */
	struct disk *(*build)(const struct world_spec *spec, int guest, int host);
	/* Once all modules are loaded, before any runs: finds what it calls in them, and sets the
	 * modules' parameters. False with one line in error. */
	bool (*bind)(const struct world_spec *spec, char *error, unsigned int error_bytes);
	/* Optional: refuses what this kind of device cannot do; as world_spec_check(). */
	bool (*check)(const struct world_spec *spec, const char **field, char *error,
		      unsigned int error_bytes);
	/* Optional: what has to be up before the guest boots, and goes down after it. */
	void (*power_on)(void);
	void (*power_off)(void);
	int (*plug)(void); /* the device appears: host side, then the guest's bus */
	void (*unplug)(void); /* and goes, in the opposite order */
	int (*freeze)(void); /* the guest is suspended and */
	int (*restore)(void); /* resumed; both may meet I/O in flight */
	/* Optional: the load begins, and has ended. */
	int (*load_begins)(void);
	void (*load_ended)(void);
};

/* The workload, and the module that is the guest's half of it. */
const struct world_load *world_device_load(const struct world_device *device);
const char *world_device_load_module(const struct world_device *device);
/* The disk that the spec's host section describes. */
struct disk *world_device_disk(const struct world_spec *spec, const char *name);
/* NULL for an unknown driver (or NULL), or one that this backend does not serve. */
const struct world_device *world_device_find(const char *driver, enum host_backend backend);
/* All known drivers, "a, b". */
const char *world_device_names(void);
/* The guest's modules in load order, after the kernel's own. */
const char *const *world_device_guest_modules(const struct world_device *device,
					      const struct guest_spec *guest);
/* What the guest's kernel itself is: "kernel", or "linux". */
const char *world_device_kernel(const struct guest_spec *guest);
/* The first of them that may fail for want of memory: Linux's virtio bus panics, as a part of the
 * kernel that is built in. */
const char *world_device_first_driver(const struct world_device *device,
				      const struct guest_spec *guest);
/* True if the spec's world has a module of that name, on either machine. */
bool world_device_has_module(const struct world_device *device, const struct guest_spec *guest,
			     const char *name);

#endif
