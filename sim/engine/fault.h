/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fault.h - which fault points of a world may fail.
 */
#ifndef ENGINE_FAULT_H
#define ENGINE_FAULT_H

#include <stdbool.h>

/* While the world is built. name is borrowed. */
void fault_enable(const char *name);
/* Faults a run may have; 0 = any number. */
void fault_limit(unsigned int faults);
/* Faults are held back until this is called: while a world boots, for instance. */
void fault_arm(bool armed);

#endif
