/* SPDX-License-Identifier: GPL-2.0-only */
/* Lacks three functions; the C library's is not for code under test. */
void blk_start_plug(void *plug);
void frobnicate(void);
int puts(const char *text);

int init_module(void)
{
	blk_start_plug(0);
	frobnicate();
	return puts("");
}
