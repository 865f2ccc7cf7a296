/* SPDX-License-Identifier: GPL-2.0-only */
/* stddef.h - NULL, offsetof and what the kernel adds to them. */
#ifndef SIM_LINUX_STDDEF_H
#define SIM_LINUX_STDDEF_H

#include_next <linux/stddef.h>

#include <stddef.h>

#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define FIELD_SIZEOF(type, member) sizeof_field(type, member)
#define offsetofend(type, member) (offsetof(type, member) + sizeof_field(type, member))

#endif
