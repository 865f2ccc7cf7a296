/* SPDX-License-Identifier: GPL-2.0-only */
/* asm-offsets.c - no assembly here needs to know the layout of a structure. */
int main(void)
{
	return 0;
}
