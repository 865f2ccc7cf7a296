/* SPDX-License-Identifier: GPL-2.0-only */
/* poison.h - pointers that no memory has: following one is a crash. */
#ifndef SIM_LINUX_POISON_H
#define SIM_LINUX_POISON_H

#define LIST_POISON1 ((void *)0xdead000000000100ul)
#define LIST_POISON2 ((void *)0xdead000000000122ul)

#endif
