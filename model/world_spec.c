/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The small world that a scenario starts from: two vCPUs that share one short ring, so that a few
 * I/Os already fill it, stop the queue and start it again.
 */
#include <string.h>

#include <model/world_bus.h>
#include <model/world_spec.h>

void world_spec_defaults(struct world_spec *spec)
{
	memset(spec, 0, sizeof(*spec));
	spec->name = "world";
	spec->guest.vcpus = 2;
	spec->guest.queues = 1;
	spec->guest.queue_size = 8;
	spec->guest.driver = "virtio_blk";
	spec->guest.vectors = WORLD_BUS_VECTORS_MAX;
	spec->guest.kick = KICK_LOCKED;
	spec->guest.elevator = ELEVATOR_NOOP;
	spec->guest.nr_requests = 16;
	spec->guest.napi_tx = true;
	spec->guest.preempt = PREEMPT_VOLUNTARY;
	spec->host.service = HOST_IOTHREAD;
	spec->host.cpus = 1;
	spec->host.workers = 1;
	spec->host.pool_threads = 2;
	spec->host.disk = DISK_RAM;
	spec->host.disk_sectors = 2048;
	spec->host.flush = true;
	spec->host.seg_max = 4;
	spec->host.notify_suppression = true;
	spec->host.direct_io = true;
	spec->load.rw = RW_RANDWRITE;
	spec->load.bs_bytes = 1024;
	spec->load.iodepth = 2;
	spec->load.numjobs = 2;
	spec->load.number_ios = 4;
	spec->load.segments = 1;
	spec->load.serial_reads = 2;
	spec->load.verify = true;
	spec->explore.memory = MEMORY_SC;
	spec->explore.from = EXPLORE_LOAD;
	spec->explore.strategy = "random";
	spec->explore.schedules = 1000;
	spec->explore.points_max = 200000;
	spec->explore.races = true;
	spec->end = END_REMOVE;
	spec->freezes = 1;
}

bool world_spec_fault(const struct world_spec *spec, const char *name)
{
	for (unsigned int i = 0; i < spec->faults.count; i++)
		if (strcmp(spec->faults.names[i], name) == 0)
			return true;
	return false;
}
