/* SPDX-License-Identifier: GPL-2.0-only */
/* processor.h - busy waiting; kept with asm/processor.h. */
#include <asm/processor.h>
