/* SPDX-License-Identifier: GPL-2.0-only */
/* typecheck.h - typecheck(); kept with compiler.h. */
#include <linux/compiler.h>
