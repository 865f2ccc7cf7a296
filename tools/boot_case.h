/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot_case.h - a case whose boot already breaks a rule, as a case of its own: explored from the
 * boot on, one schedule, every choice answered 0, as a world is booted.
 */
#ifndef TOOLS_BOOT_CASE_H
#define TOOLS_BOOT_CASE_H

#include "scenario.h"

struct boot_case {
	struct scenario *scenario;
	struct scenario_case *one;
};

bool boot_case_build(struct boot_case *boot, const struct scenario_case *of,
		     struct complaint *complaint);
void boot_case_free(struct boot_case *boot);

#endif
