/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two writes, each as long as the ring: the second stops the queue, and the interrupt of the first
 * starts it again.
 */
#include "narrate.h"

Test(full_ring, stops_the_queue_until_a_buffer_comes_back)
{
	struct world_spec spec;

	world_spec_defaults(&spec);
	spec.guest.vcpus = 1;
	spec.guest.queue_size = 4;
	spec.host.seg_max = 2;
	spec.load.rw = RW_WRITE;
	spec.load.segments = 2;
	spec.load.numjobs = 1;
	spec.load.iodepth = 2;
	spec.load.number_ios = 2;
	cr_assert_str_eq(narrate(&spec), "job/0: request enters, sector 0\n"
					 "job/0: request enters, sector 0\n"
					 "job/0: kicks\n"
					 "job/0: request enters, sector 2\n"
					 "job/0: request enters, sector 2\n"
					 "job/0: kicks\n" /* a full ring tells the device */
					 "job/0: queue stopped\n"
					 "device: disk completes\n"
					 "device: wakes iothread\n"
					 "virtio0: interrupts\n"
					 "virtio0: request ends\n"
					 "virtio0: request ends\n"
					 "virtio0: queue started\n"
					 "virtio0: kicks\n"
					 "virtio0: wakes iothread\n"
					 "device: disk completes\n"
					 "device: wakes iothread\n"
					 "virtio0: interrupts\n"
					 "virtio0: request ends\n"
					 "virtio0: request ends\n");
}
