/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fsdev.c - the files that a 9P server exports: a record of the workload at each offset.
 */
#include <sim/port.h>
#include <sim/traffic.h>

#include <qemu/fsdev.h>

int fsdev_pread(uint32_t file, uint64_t offset, void *data, size_t bytes)
{
	(void)file;
	sim_point();
	sim_traffic_fill((uint32_t)offset, 0, data, (uint32_t)bytes);
	return (int)bytes;
}

int fsdev_pwrite(uint32_t file, uint64_t offset, const void *data, size_t bytes)
{
	(void)file;
	sim_point();
	sim_traffic_arrived((uint32_t)offset, 0, data, (uint32_t)bytes);
	return (int)bytes;
}
