/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_spec_check: the defaults pass, and each thing that is wrong is named by its key.
 */
#include <criterion/criterion.h>
#include <string.h>

#include <model/world_spec.h>

static struct world_spec spec;
static const char *field;
static char error[256];

static void defaults(void)
{
	world_spec_defaults(&spec);
	field = NULL;
	error[0] = '\0';
}

TestSuite(world_spec, .init = defaults);

static void accepted(void)
{
	cr_assert(world_spec_check(&spec, &field, error, sizeof(error)), "%s: %s", field, error);
}

static void refused(const char *key, const char *words)
{
	cr_assert_not(world_spec_check(&spec, &field, error, sizeof(error)), "%s was accepted",
		      key);
	cr_assert_str_eq(field, key, "blames %s: %s", field, error);
	cr_assert_not_null(strstr(error, words), "says: %s", error);
	cr_assert_null(strchr(error, '\n'));
}

Test(world_spec, defaults_can_be_built)
{
	accepted();
}

Test(world_spec, queue_size_is_a_power_of_two_in_range)
{
	spec.guest.queue_size = 12;
	refused("guest.queue_size", "power of two, got 12");
	spec.guest.queue_size = 2048;
	refused("guest.queue_size", "expected 2 .. 1024, got 2048");
	spec.guest.queue_size = 1;
	refused("guest.queue_size", "expected 2 .. 1024, got 1");
	spec.guest.queue_size = 1024;
	accepted();
}

Test(world_spec, more_queues_than_our_driver_has_need_the_kernel_s)
{
	spec.guest.queues = 0;
	refused("guest.queues", "expected 1 .. 8, got 0");
	spec.guest.queues = 9;
	refused("guest.queues", "expected 1 .. 8, got 9");
	spec.guest.queues = 2;
	refused("guest.queues", "the driver virtio_blk of this project has one queue; use --linux");
	spec.guest.linux_version = "6.1";
	accepted();
}

Test(world_spec, packed_rings_need_the_kernel_s_driver)
{
	spec.guest.packed = true;
	refused("guest.packed", "has no packed ring; use --linux");
	spec.guest.linux_version = "6.12";
	accepted();
}

Test(world_spec, vcpus_have_a_range)
{
	spec.guest.vcpus = 0;
	refused("guest.vcpus", "expected 1 .. 8, got 0");
	spec.guest.vcpus = 9;
	refused("guest.vcpus", "expected 1 .. 8, got 9");
	spec.guest.vcpus = 8;
	accepted();
}

Test(world_spec, a_ring_holds_the_longest_chain)
{
	spec.guest.queue_size = 4;
	refused("host.seg_max", "need 6 descriptors, guest.queue_size is 4");
	spec.host.seg_max = 2;
	accepted();
}

Test(world_spec, an_indirect_table_may_be_longer_than_the_ring)
{
	spec.guest.queue_size = 2;
	spec.guest.indirect = true;
	accepted();
	spec.faults.names[0] = "alloc";
	spec.faults.count = 1;
	refused("faults.inject", "do not fit guest.queue_size 2");
}

Test(world_spec, driver_is_known)
{
	spec.guest.driver = "virtio_scsi";
	refused("guest.driver", "there is: virtio_blk");
	spec.guest.driver = NULL;
	refused("guest.driver", "there is: virtio_blk");
}

Test(world_spec, modules_are_those_of_the_world)
{
	spec.guest.module_count = 1;
	spec.guest.module_names[0] = "virtio_bulk";
	spec.guest.module_files[0] = "x.so";
	refused("guest.modules", "no module 'virtio_bulk'");
	spec.guest.module_names[0] = "qemu_blk";
	accepted();
	spec.guest.module_files[0] = "";
	refused("guest.modules", "has no file");
	spec.guest.module_files[0] = "x.so";
	spec.guest.module_names[1] = "qemu_blk";
	spec.guest.module_files[1] = "y.so";
	spec.guest.module_count = 2;
	refused("guest.modules", "replaced twice");
}

Test(world_spec, latency_goes_with_its_disk)
{
	spec.host.latency_ns = 1000;
	refused("host.latency", "ram disk has no latency");
	spec.host.disk = DISK_FIXED_LATENCY;
	accepted();
	spec.host.latency_ns = 0;
	refused("host.latency", "above 0");
}

Test(world_spec, blocks_are_whole_sectors_in_whole_segments)
{
	spec.load.bs_bytes = 1000;
	refused("load.bs", "multiple of 512, got 1000");
	spec.load.bs_bytes = 1024;
	spec.load.segments = 3;
	refused("load.segments", "need at least 1536 bytes");
	spec.load.bs_bytes = 8192;
	spec.load.segments = 1;
	refused("load.segments", "at least 2 segments");
	spec.load.segments = 2;
	accepted();
	spec.load.bs_bytes = 16384;
	spec.load.segments = 5;
	refused("load.segments", "host.seg_max is 4");
}

Test(world_spec, jobs_fit_on_the_disk)
{
	spec.host.disk_sectors = 11;
	refused("host.disk_sectors", "need 12 sectors, got 11");
	spec.host.disk_sectors = 12;
	accepted();
}

Test(world_spec, flushes_and_fua_need_writes)
{
	spec.load.rw = RW_RANDREAD;
	accepted();
	spec.load.flush_every = 1;
	refused("load.fsync", "writes");
	spec.load.flush_every = 0;
	spec.load.fua_every = 1;
	refused("load.fua_every", "writes");
}

Test(world_spec, read_only_disks_are_not_written)
{
	spec.host.read_only = true;
	refused("host.read_only", "load.rw writes");
	spec.load.rw = RW_READ;
	accepted();
}

Test(world_spec, faults_exist_and_can_happen)
{
	spec.faults.limit = 1;
	refused("faults.limit", "lists none");
	spec.faults.names[0] = "bad_luck";
	spec.faults.count = 1;
	refused("faults.inject", "no fault 'bad_luck'");
	spec.faults.names[0] = "flush_error";
	refused("faults.inject", "never flushes");
	spec.load.flush_every = 2;
	accepted();
	spec.host.flush = false;
	refused("faults.inject", "host.flush is off");
	spec.faults.names[0] = "io_error";
	spec.faults.names[1] = "io_error";
	spec.faults.count = 2;
	refused("faults.inject", "listed twice");
}

Test(world_spec, early_interrupts_need_a_driver_that_comes_up)
{
	spec.faults.early_irq = true;
	refused("faults.early_irq", "explore.from: boot");
	spec.explore.from = EXPLORE_BOOT;
	accepted();
	spec.explore.from = EXPLORE_LOAD;
	spec.end = END_FREEZE_RESTORE;
	accepted();
}

Test(world_spec, the_end_can_begin)
{
	spec.end_after_ios = 9;
	refused("load.end_after_ios", "only 8 I/Os, got 9");
	spec.end_after_ios = 8;
	accepted();
	spec.end = END_NONE;
	refused("load.end_after_ios", "other than none");
	spec.end = END_POWER_CUT;
	spec.load.rw = RW_READ;
	refused("load.end", "power_cut needs");
}

Test(world_spec, strategies_and_limits)
{
	spec.explore.strategy = "lucky";
	refused("explore.strategy", "no strategy 'lucky'");
	spec.explore.strategy = "first";
	spec.explore.schedules = 0;
	refused("explore.schedules", "got 0");
	spec.explore.schedules = 1;
	spec.explore.points_max = 999;
	refused("explore.points_max", "expected 1000 ..");
}

Test(world_spec, threads_of_the_device_process)
{
	spec.host.poll_max_ns = 1000;
	accepted();
	spec.host.iothreads = IOTHREADS_MAIN;
	refused("host.poll_max", "only iothreads");
	spec.host.poll_max_ns = 0;
	accepted();
	spec.host.service = HOST_VCPU_EXIT;
	refused("host.iothreads", "with host.service iothread only");
	spec.host.iothreads = IOTHREADS_ONE;
	spec.host.aio = HOST_AIO_THREADS;
	accepted();
	spec.host.pool_threads = 8;
	spec.guest.vcpus = 7;
	refused("host.pool_threads", "7 vCPUs, 1 loops and 8 threads in pools are more than 15");
	spec.guest.vcpus = 6;
	spec.faults.names[0] = "io_submit";
	spec.faults.count = 1;
	refused("faults.inject", "host.aio native");
}

Test(world_spec, a_device_that_lies_is_a_process_s_and_goes_when_it_likes)
{
	spec.host.hostile = true;
	accepted();
	spec.end = END_FREEZE_RESTORE;
	refused("load.end", "goes when it likes");
	spec.end = END_REMOVE;
	spec.guest.driver = "loop";
	refused("host.hostile", "virtio-mmio");
}
