/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A module with one stub of each kind that can be listed.
 */
#include <sim/port.h>

void stub_nothing(void);
int stub_fixed(void);

void stub_nothing(void)
{
	SIM_NOP("nobody looks");
}

int stub_fixed(void)
{
	SIM_FIXED(3, "there are always three");
}
