/* SPDX-License-Identifier: GPL-2.0-only */
/* Allocates and forgets. */
#include <sim/port.h>

void forgets(void *arg)
{
	sim_free(sim_alloc(64, 8, 0, "tidy"));
	sim_alloc_ignore_leak(sim_alloc(64, 8, 0, "for ever"));
	sim_alloc(24, 8, 0, "sense buffer");
	sim_alloc(100, 8, 0, "second");
	(void)arg;
}

void is_tidy(void *arg)
{
	sim_free(sim_alloc(64, 8, 0, "tidy"));
	sim_alloc_ignore_leak(sim_alloc(64, 8, 0, "for ever"));
	(void)arg;
}

__attribute__((noinline)) void *deepest(void)
{
	sim_report(SIM_CRASH, "from %s", __func__);
}

/* A call stack of three that no compiler shortens. */
__attribute__((noinline)) int middle(int depth)
{
	void *where = deepest();

	return depth + (where != (void *)0);
}

void outermost(void *arg)
{
	int result = middle(2);

	__asm__ volatile("" : : "r"(result));
	(void)arg;
}
