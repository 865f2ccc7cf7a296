/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/state.h>
#include <model/hostos.h>
#include <model/linux_param.h>
#include <model/load.h>
#include <model/world_loop.h>
#include <model/world_modules.h>
#include <model/world_refusal.h>

#define DISK_NAME "loop0"
#define DRIVE 0
#define DRIVE_IRQ 6

static const char *const modules[] = { "loop", "loop_setup", NULL };
static const char *const host_modules[] = { NULL };

struct loop_world {
	int guest;
	bool is_linux;
	bool direct_io;
	bool read_only;
	enum host_churn churn;
	bool attached;
	bool loaded; /* the load runs */
	bool memory_fails;
	/* what loop_setup.so exports */
	int (*attach)(unsigned int drive, unsigned int irq, bool direct, bool read_only);
	void (*detach)(void);
	int (*set_direct_io)(bool direct);
	void (*user_return)(void); /* of linux.so: files that were closed are released */
	/* what ours exports besides */
	void (*sync)(void);
	void (*close)(void);
	int (*churn_start)(unsigned int kind);
	void (*churn_stop)(void);
};

static struct loop_world *loop;

/* Our file has a page cache; a Linux kernel's (sim/linux/file_backing.c) has none. */
static bool is_cached(const struct world_spec *spec)
{
	return !spec->host.direct_io || spec->end == END_FREEZE_RESTORE ||
	       spec->host.churn == CHURN_DIRECT_IO || spec->host.churn == CHURN_DISCARD;
}

/* Direct I/O that is switched on syncs the file. */
static bool others_sync(const struct world_spec *spec)
{
	return spec->end == END_FREEZE_RESTORE || spec->host.churn == CHURN_DIRECT_IO;
}

static struct disk *loop_build(const struct world_spec *spec, int guest, int host)
{
	struct disk *disk = world_device_disk(spec, DISK_NAME);

	(void)host;
	loop = state_alloc(sizeof(*loop));
	loop->guest = guest;
	loop->is_linux = spec->guest.linux_version;
	loop->direct_io = spec->host.direct_io;
	loop->read_only = spec->host.read_only;
	loop->churn = spec->host.churn;
	loop->memory_fails = world_spec_fault(spec, "alloc");
	if (!loop->is_linux && is_cached(spec))
		disk_expect_cached(disk, others_sync(spec));
	hostos_add_drive(DRIVE, disk);
	return disk;
}

static bool bind_linux(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "user_return", (void **)&loop->user_return },
	};

	return world_modules_symbols(loop->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes) &&
	       linux_param_set(loop->guest, "loop", "max_loop", 1, error, error_bytes) &&
	       linux_param_set(loop->guest, "loop", "hw_queue_depth",
			       (int32_t)spec->guest.queue_size, error, error_bytes);
}

static bool bind_own(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "loop_setup_sync", (void **)&loop->sync },
		{ "loop_setup_close", (void **)&loop->close },
		{ "loop_churn_start", (void **)&loop->churn_start },
		{ "loop_churn_stop", (void **)&loop->churn_stop },
	};

	return world_modules_symbols(loop->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes) &&
	       world_modules_param(loop->guest, "loop", "hw_queue_depth", spec->guest.queue_size,
				   error, error_bytes) &&
	       world_modules_param(loop->guest, "loop", "use_workqueue",
				   spec->host.loop_worker == LOOP_WORKQUEUE, error, error_bytes);
}

static bool loop_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "loop_setup_attach", (void **)&loop->attach },
		{ "loop_setup_detach", (void **)&loop->detach },
		{ "loop_setup_direct_io", (void **)&loop->set_direct_io },
	};

	if (!world_modules_symbols(loop->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				   error, error_bytes))
		return false;
	return loop->is_linux ? bind_linux(spec, error, error_bytes) :
				bind_own(spec, error, error_bytes);
}

static bool loop_check(const struct world_spec *spec, const char **field, char *error,
		       unsigned int error_bytes)
{
	static const char none[] = "driver loop has no virtio device to apply it to";
	const struct world_refusal refusals[] = {
		{ "host.churn", spec->host.churn != CHURN_NONE && spec->guest.linux_version,
		  "not what one does to Linux's loop" },
		{ "guest.queues", spec->guest.queues != 1, none },
		{ "guest.packed", spec->guest.packed, none },
		{ "guest.indirect", spec->guest.indirect, none },
		{ "guest.event_idx", spec->guest.event_idx, none },
		{ "host.service", spec->host.service != HOST_IOTHREAD, none },
		{ "load.serial", spec->load.serial, none },
		{ "faults.spurious_irq", spec->faults.spurious_irq, none },
		{ "faults.config_change", spec->faults.config_change, none },
		{ "faults.early_irq", spec->faults.early_irq, none },
		/* The cache is volatile whatever the disk is. */
		{ "host.flush",
		  spec->end == END_POWER_CUT && !spec->guest.linux_version && is_cached(spec) &&
			  !spec->host.flush,
		  "a page cache is lost in a power cut: needs flushes" },
	};

	return world_refusal_check(refusals, sizeof(refusals) / sizeof(refusals[0]), field, error,
				   error_bytes);
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
	if (loop->user_return)
		loop->user_return();
	if (loop->attached)
		loop->detach();
	loop->attached = false;
	if (loop->close && !loop->loaded)
		loop->close();
}

static int loop_freeze(void)
{
	return loop->set_direct_io(!loop->direct_io);
}

static int loop_restore(void)
{
	return loop->set_direct_io(loop->direct_io);
}

/* As enum loop_churn of model/loop_setup. */
static unsigned int churn_number(enum host_churn churn)
{
	switch (churn) {
	case CHURN_DIRECT_IO:
		return 1;
	case CHURN_REOPEN:
		return 2;
	case CHURN_DISCARD:
		return 3;
	default:
		return 0;
	}
}

static int loop_load_begins(void)
{
	loop->loaded = true;
	/* A request that needs memory for its I/O ends with an error when there is none. */
	if (loop->memory_fails)
		load_expect_errors();
	return loop->churn_start ? loop->churn_start(churn_number(loop->churn)) : 0;
}

/* What the page cache holds reaches the disk. */
static void loop_load_ended(void)
{
	if (loop->churn_stop)
		loop->churn_stop();
	if (loop->sync)
		loop->sync();
	loop->loaded = false;
}

const struct world_device world_loop = {
	.driver = "loop",
	.disk_name = DISK_NAME,
	.serial = "",
	.guest_modules = modules,
	.linux_modules = modules,
	.host_modules = host_modules,
	.build = loop_build,
	.bind = loop_bind,
	.check = loop_check,
	.plug = loop_plug,
	.unplug = loop_unplug,
	.freeze = loop_freeze,
	.restore = loop_restore,
	.load_begins = loop_load_begins,
	.load_ended = loop_load_ended,
	.churns = CHURN_BIT(CHURN_DIRECT_IO) | CHURN_BIT(CHURN_REOPEN) | CHURN_BIT(CHURN_DISCARD),
};
