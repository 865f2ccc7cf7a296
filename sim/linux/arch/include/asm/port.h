/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * port.h - the simulator's port, for headers that everything includes: declarations only, no type
 * of the kernel's is needed.
 */
#ifndef _ASM_PORT_H
#define _ASM_PORT_H

#include <linux/types.h>
#include <sim/port.h>

#endif
