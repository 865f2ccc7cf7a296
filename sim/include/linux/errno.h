/* SPDX-License-Identifier: GPL-2.0-only */
/* errno.h - the system's error numbers, and those that never leave a kernel. */
#ifndef SIM_LINUX_ERRNO_H
#define SIM_LINUX_ERRNO_H

#include_next <linux/errno.h>

#define ERESTARTSYS 512
#define ERESTARTNOINTR 513
#define ERESTARTNOHAND 514
#define ENOIOCTLCMD 515
#define EPROBE_DEFER 517
#define EOPENSTALE 518
#define ENOTSUPP 524
#define EIOCBQUEUED 529

#endif
