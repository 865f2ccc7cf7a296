/* SPDX-License-Identifier: GPL-2.0-only */
/* Wants to run before it is told to. */
static int constructed;

__attribute__((constructor)) static void construct(void)
{
	constructed++;
}

int init_module(void)
{
	return constructed;
}
