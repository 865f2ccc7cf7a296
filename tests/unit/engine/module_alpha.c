/* SPDX-License-Identifier: GPL-2.0-only */
/* A module with everything a loader has to get right, and exports for beta. */
int alpha_counter = 5; /* .data */
int alpha_zeroes[5000]; /* .bss over several pages */
static const char *const names[] = { "first", "second" }; /* relocated, read-only afterwards */
const char *const *alpha_names = names; /* a pointer to relocated data */
int alpha_alignment __attribute__((aligned(64)));

void nobody_has_this(void) __attribute__((weak));

int alpha_sum(int x)
{
	return x + alpha_counter + alpha_zeroes[x];
}

/* A call of its own export. */
int alpha_own(int x)
{
	return alpha_sum(x) + 1;
}

int alpha_has_weak(void)
{
	return nobody_has_this != 0;
}

int init_module(void)
{
	return 1;
}
