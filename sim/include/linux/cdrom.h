/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cdrom.h - the system's CD-ROM ioctls, which virtual disks of the era answer too.
 */
#ifndef SIM_LINUX_CDROM_H
#define SIM_LINUX_CDROM_H

#include <linux/types.h>

/* The system's header asks the kernel's byteorder.h for the order of bit fields. */
#ifndef __LITTLE_ENDIAN_BITFIELD
#define __LITTLE_ENDIAN_BITFIELD 1234
#endif
#include_next <linux/cdrom.h>

#endif
