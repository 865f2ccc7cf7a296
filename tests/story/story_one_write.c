/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One write on its way through the whole machine, and the same for the bio path.
 */
#include "narrate.h"

static struct world_spec one_write(void)
{
	struct world_spec spec;

	world_spec_defaults(&spec);
	spec.guest.vcpus = 1;
	spec.load.rw = RW_WRITE;
	spec.load.numjobs = 1;
	spec.load.iodepth = 1;
	spec.load.number_ios = 1;
	return spec;
}

Test(one_write, takes_one_kick_and_one_interrupt)
{
	struct world_spec spec = one_write();

	cr_assert_str_eq(narrate(&spec), "job/0: request enters, sector 0\n" /* the bio */
					 "job/0: request enters, sector 0\n" /* its request */
					 "job/0: kicks\n"
					 "device: disk completes\n"
					 "device: wakes iothread\n"
					 "virtio0: interrupts\n"
					 "virtio0: request ends\n"
					 "virtio0: request ends\n");
}

Test(one_write, of_the_bio_path_is_never_a_request)
{
	struct world_spec spec = one_write();

	spec.guest.use_bio = true;
	cr_assert_str_eq(narrate(&spec), "job/0: request enters, sector 0\n"
					 "job/0: kicks\n"
					 "device: disk completes\n"
					 "device: wakes iothread\n"
					 "virtio0: interrupts\n"
					 "virtio0: request ends\n");
}

Test(one_write, is_served_inside_the_kick_by_a_vcpu_that_exits)
{
	struct world_spec spec = one_write();

	spec.host.service = HOST_VCPU_EXIT;
	cr_assert_str_eq(narrate(&spec), "job/0: request enters, sector 0\n"
					 "job/0: request enters, sector 0\n"
					 "job/0: kicks\n" /* and submits to the disk, in the exit */
					 "device: disk completes\n"
					 "device: wakes main loop\n"
					 "virtio0: interrupts\n"
					 "virtio0: request ends\n"
					 "virtio0: request ends\n");
}
