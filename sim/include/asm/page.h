/* SPDX-License-Identifier: GPL-2.0-only */
/* page.h - the size of a page; kept with linux/mm_types.h. */
#include <linux/mm_types.h>
