/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <engine/state.h>
#include <model/hostos.h>
#include <model/linux_param.h>
#include <model/world_loop.h>
#include <model/world_modules.h>

#define DISK_NAME "loop0"
#define DRIVE 0
#define DRIVE_IRQ 6

static const char *const linux_modules[] = { "loop", "loop_setup", NULL };
static const char *const host_modules[] = { NULL };

struct loop_world {
	int guest;
	bool direct_io;
	bool read_only;
	bool attached;
	/* what loop_setup.so exports */
	int (*attach)(unsigned int drive, unsigned int irq, bool direct, bool read_only);
	void (*detach)(void);
	int (*set_direct_io)(bool direct);
	void (*user_return)(void); /* of linux.so: files that were closed are released */
};

static struct loop_world *loop;

static struct disk *loop_build(const struct world_spec *spec, int guest, int host)
{
	struct disk *disk = world_device_disk(spec, DISK_NAME);

	(void)host;
	loop = state_alloc(sizeof(*loop));
	loop->guest = guest;
	loop->direct_io = spec->host.direct_io;
	loop->read_only = spec->host.read_only;
	hostos_add_drive(DRIVE, disk);
	return disk;
}

static bool loop_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "loop_setup_attach", (void **)&loop->attach },
		{ "loop_setup_detach", (void **)&loop->detach },
		{ "loop_setup_direct_io", (void **)&loop->set_direct_io },
		{ "user_return", (void **)&loop->user_return },
	};

	return world_modules_symbols(loop->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes) &&
	       linux_param_set(loop->guest, "loop", "max_loop", 1, error, error_bytes) &&
	       linux_param_set(loop->guest, "loop", "hw_queue_depth",
			       (int32_t)spec->guest.queue_size, error, error_bytes);
}

static bool loop_check(const struct world_spec *spec, const char **field, char *error,
		       unsigned int error_bytes)
{
	const struct {
		const char *field;
		bool set;
	} foreign[] = {
		{ "guest.queues", spec->guest.queues != 1 },
		{ "guest.packed", spec->guest.packed },
		{ "guest.indirect", spec->guest.indirect },
		{ "guest.event_idx", spec->guest.event_idx },
		{ "host.service", spec->host.service != HOST_IOTHREAD },
		{ "load.serial", spec->load.serial },
		{ "faults.spurious_irq", spec->faults.spurious_irq },
		{ "faults.config_change", spec->faults.config_change },
		{ "faults.early_irq", spec->faults.early_irq },
	};

	for (unsigned int i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		if (!foreign[i].set)
			continue;
		*field = foreign[i].field;
		snprintf(error, error_bytes, "driver loop has no virtio device to apply it to");
		return false;
	}
	return true;
}

static int loop_plug(void)
{
	int result = loop->attach(DRIVE, DRIVE_IRQ, loop->direct_io, loop->read_only);

	loop->attached = result == 0;
	return result;
}

/* The last to close the device may have been the load: it is unbound then. */
static void loop_unplug(void)
{
	loop->user_return();
	if (loop->attached)
		loop->detach();
	loop->attached = false;
}

static int loop_freeze(void)
{
	return loop->set_direct_io(!loop->direct_io);
}

static int loop_restore(void)
{
	return loop->set_direct_io(loop->direct_io);
}

const struct world_device world_loop = {
	.driver = "loop",
	.disk_name = DISK_NAME,
	.serial = "",
	.linux_modules = linux_modules,
	.host_modules = host_modules,
	.build = loop_build,
	.bind = loop_bind,
	.check = loop_check,
	.plug = loop_plug,
	.unplug = loop_unplug,
	.freeze = loop_freeze,
	.restore = loop_restore,
};
