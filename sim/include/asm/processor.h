/* SPDX-License-Identifier: GPL-2.0-only */
/* processor.h - busy waiting. */
#ifndef SIM_ASM_PROCESSOR_H
#define SIM_ASM_PROCESSOR_H

#include <linux/compiler.h>

/* Any context: gives everybody else a chance before the next look. */
#define cpu_relax() sim_relax()

#endif
