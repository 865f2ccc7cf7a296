/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/engine.h>
#include <model/disk.h>
#include <model/hostile_device.h>
#include <model/world_end.h>

#define SITE_END 0x231

static struct disk *end_disk;

void world_end_build(struct disk *disk)
{
	end_disk = disk;
}

static void end_remove(const struct world_device *device)
{
	engine_log("the device is removed");
	world_device_load(device)->expect_errors();
	hostile_device_pull();
	device->unplug();
}

/* A guest that cannot come back from a suspend has lost its device, as after a removal. */
/* False if the device is gone for good. */
static bool freeze_restore(const struct world_device *device)
{
	int result;

	engine_log("the guest is suspended");
	result = device->freeze();
	if (result) {
		engine_log("freeze failed with %d", result);
		return false;
	}
	engine_log("the guest is resumed");
	result = device->restore();
	if (result)
		engine_log("restore failed with %d", result);
	return !result;
}

static void end_freeze_restore(const struct world_spec *spec, const struct world_device *device)
{
	if (device->suspend_loses || world_spec_fault(spec, "alloc"))
		world_device_load(device)->expect_errors();
	for (unsigned int i = 0; i < spec->freezes; i++) {
		if (!freeze_restore(device)) {
			end_remove(device);
			return;
		}
	}
}

static void end_power_cut(void)
{
	engine_log("the power goes");
	disk_power_cut(end_disk);
	disk_expect_after_power_cut(end_disk);
}

void world_end_wait(const struct world_spec *spec, const struct world_device *device)
{
	uint64_t total = (uint64_t)spec->load.numjobs * spec->load.number_ios;
	uint64_t count = spec->end_after_ios;

	if (hostile_device()) {
		hostile_device_wait(world_device_load(device));
		return;
	}
	if (spec->end_at == END_AT_ANY) {
		count = engine_choose(CHOICE_DEVICE, (unsigned int)total + 2, SITE_END);
		if (count > total)
			return; /* at once */
	}
	world_device_load(device)->wait_submitted(count);
}

bool world_end(const struct world_spec *spec, const struct world_device *device)
{
	switch (spec->end) {
	case END_NONE:
		return true;
	case END_REMOVE:
		/* With nothing in flight the shutdown is the removal. */
		if (spec->end_after_ios || spec->end_at == END_AT_ANY || hostile_device())
			end_remove(device);
		return true;
	case END_RESET:
		end_remove(device);
		return true;
	case END_FREEZE_RESTORE:
		end_freeze_restore(spec, device);
		return true;
	case END_POWER_CUT:
		end_power_cut();
		return false;
	}
	return true;
}
