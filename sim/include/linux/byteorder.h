/* SPDX-License-Identifier: GPL-2.0-only */
/* byteorder.h - conversions; kept with asm/byteorder.h. */
#include <asm/byteorder.h>
