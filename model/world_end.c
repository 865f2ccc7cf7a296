/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/engine.h>
#include <model/disk.h>
#include <model/load.h>
#include <model/world_end.h>

static struct disk *end_disk;

void world_end_build(struct disk *disk)
{
	end_disk = disk;
}

static void end_remove(const struct world_device *device)
{
	engine_log("the device is removed");
	load_expect_errors();
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
	if (world_spec_fault(spec, "alloc"))
		load_expect_errors();
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

bool world_end(const struct world_spec *spec, const struct world_device *device)
{
	switch (spec->end) {
	case END_NONE:
		return true;
	case END_REMOVE:
		/* With nothing in flight the shutdown is the removal. */
		if (spec->end_after_ios)
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
