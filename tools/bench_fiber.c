/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The yardstick: what a round trip between two fibers costs on this machine with nothing around it.
 */
#include <stdlib.h>
#include <time.h>

#include "alloc.h"
#include "bench.h"

#define STACK_BYTES 65536
#define ROUNDS 100000u

/* Boost.Context's two functions (boost/context/detail/fcontext.hpp). */
struct transfer {
	void *fiber;
	void *data;
};
struct transfer jump_fcontext(void *to, void *data);
void *make_fcontext(void *stack_top, size_t bytes, void (*fn)(struct transfer));

double bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void bounce(struct transfer from)
{
	for (;;)
		from = jump_fcontext(from.fiber, from.data);
}

bool bench_round_trip(const struct bench *bench, double *value, struct complaint *complaint)
{
	char *stack = tools_calloc(1, STACK_BYTES);
	void *fiber = make_fcontext(stack + STACK_BYTES, STACK_BYTES, bounce);
	double best = 0, end = bench_now() + bench->seconds;

	(void)complaint;
	do {
		double start = bench_now(), ns;

		for (unsigned int i = 0; i < ROUNDS; i++)
			fiber = jump_fcontext(fiber, NULL).fiber;
		ns = (bench_now() - start) * 1e9 / ROUNDS;
		if (best == 0 || ns < best)
			best = ns;
	} while (bench_now() < end);
	*value = best;
	free(stack);
	return true;
}
