/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * thread.h - mutexes of a device process.
 */
#ifndef QEMU_THREAD_H
#define QEMU_THREAD_H

#include <sim/port.h>

#include <qemu/osdep.h>

typedef struct QemuMutex {
	struct sim_lock lock;
} QemuMutex;

void qemu_mutex_init(QemuMutex *mutex);
void qemu_mutex_destroy(QemuMutex *mutex);
void qemu_mutex_lock(QemuMutex *mutex);
void qemu_mutex_unlock(QemuMutex *mutex);

#endif
