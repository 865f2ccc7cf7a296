/* SPDX-License-Identifier: GPL-2.0-only */
/* phy.h - the kernel's header, which has a parameter named like our macro `jiffies`. */
#include <linux/jiffies.h>

#pragma push_macro("jiffies")
#undef jiffies
#include_next <linux/phy.h>
#pragma pop_macro("jiffies")
