/* SPDX-License-Identifier: GPL-2.0-only */
/* Has a function that is chosen while it is loaded. */
static int chosen(void)
{
	return 1;
}

static int (*choose(void))(void)
{
	return chosen;
}

int init_module(void) __attribute__((ifunc("choose")));
