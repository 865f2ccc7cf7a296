/* SPDX-License-Identifier: GPL-2.0-only */
/* stat.h - file modes, as the system has them, and the kernel's combinations. */
#ifndef SIM_LINUX_STAT_H
#define SIM_LINUX_STAT_H

#include_next <linux/stat.h>

#define S_IRUGO (S_IRUSR | S_IRGRP | S_IROTH)
#define S_IWUGO (S_IWUSR | S_IWGRP | S_IWOTH)
#define S_IXUGO (S_IXUSR | S_IXGRP | S_IXOTH)

#endif
