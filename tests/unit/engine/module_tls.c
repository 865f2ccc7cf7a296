/* SPDX-License-Identifier: GPL-2.0-only */
/* Has a thread-local variable. */
static __thread int counter;

int init_module(void)
{
	return ++counter;
}
