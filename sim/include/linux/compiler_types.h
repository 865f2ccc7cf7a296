/* SPDX-License-Identifier: GPL-2.0-only */
/* compiler_types.h - annotations; they are kept with compiler.h. */
#include <linux/compiler.h>
