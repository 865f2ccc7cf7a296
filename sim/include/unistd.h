/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unistd.h - read(2), write(2), close(2), fdatasync(2); see sim/syscall.h.
 */
#ifndef UNISTD_H
#define UNISTD_H

#include <sim/syscall.h>

static inline long read(int fd, void *buf, unsigned long bytes)
{
	return sim_sys_read(fd, buf, bytes);
}

static inline long write(int fd, const void *buf, unsigned long bytes)
{
	return sim_sys_write(fd, buf, bytes);
}

static inline int close(int fd)
{
	return sim_sys_close(fd);
}

static inline int fdatasync(int fd)
{
	return sim_sys_fdatasync(fd);
}

#endif
