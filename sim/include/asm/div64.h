/* SPDX-License-Identifier: GPL-2.0-only */
/* div64.h - do_div(); kept with linux/math64.h. */
#include <linux/math64.h>
