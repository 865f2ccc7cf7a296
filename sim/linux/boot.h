/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot.h - the machine comes up and goes down; called by the simulator, in a task.
 */
#ifndef LINUX_BOOT_H
#define LINUX_BOOT_H

/* Everything built into the kernel is initialised, in the order of the initcall levels. */
void kernel_boot(void);
/* After the modules have gone. */
void kernel_halt(void);

#endif
