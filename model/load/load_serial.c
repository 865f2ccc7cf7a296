/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the serial number as `cat /sys/block/vda/serial` does: a command that shares the ring with
 * the jobs' reads and writes.
 */
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "../load_tasks/load_tasks.h"
#include "load_bio.h"

static struct task_struct *serial_task;
static struct block_device *serial_bdev;

static int load_serial_thread(void *data)
{
	char *text = kmalloc(PAGE_SIZE, GFP_KERNEL | __GFP_NOFAIL);
	unsigned int i;

	for (i = 0; i < load_plan.serial_reads; i++) {
		int result = (int)load_disk_serial(serial_bdev, text);

		sim_load_serial(result, text);
	}
	kfree(text);
	return load_wait_stopped();
}

int load_serial_start(struct block_device *bdev, unsigned int cpu)
{
	serial_bdev = bdev;
	serial_task = kthread_create(load_serial_thread, NULL, "serial");
	return load_task_run(serial_task, cpu);
}

void load_serial_stop(void)
{
	kthread_stop(serial_task);
}
