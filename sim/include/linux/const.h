/* SPDX-License-Identifier: GPL-2.0-only */
/* const.h - the system's constant helpers (_AC, _BITUL). */
#include_next <linux/const.h>
