/* SPDX-License-Identifier: GPL-2.0-only */
/* stringify.h - __stringify(); kept with compiler.h. */
#include <linux/compiler.h>
