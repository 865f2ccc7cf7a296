/* SPDX-License-Identifier: GPL-2.0-only */
/* highmem.h - mapping pages; kept with mm.h. */
#include <linux/mm.h>
