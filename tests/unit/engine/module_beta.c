/* SPDX-License-Identifier: GPL-2.0-only */
/* Uses what alpha exports. */
extern int alpha_counter;
int alpha_sum(int x);

int (*beta_pointer)(int x) = alpha_sum; /* a relocation in data */

int init_module(void)
{
	return 2;
}

int beta_call(int x)
{
	return alpha_sum(x);
}

void beta_count(void)
{
	alpha_counter++;
}
