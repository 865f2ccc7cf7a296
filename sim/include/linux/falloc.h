/* SPDX-License-Identifier: GPL-2.0-only */
/* falloc.h - FALLOC_FL_*, the modes of vfs_fallocate(), as the system defines them. */
#ifndef SIM_LINUX_FALLOC_H
#define SIM_LINUX_FALLOC_H

#include_next <linux/falloc.h>

#endif
