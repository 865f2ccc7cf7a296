/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench_points.c - marked loads of a shared word, one scheduling point each.
 */
#include <linux/compiler.h>

#define LOADS 20000

static int shared;

void bench_loads(void *arg);
void bench_store(void *arg);

/* What could run instead at each of the loads. */
void bench_store(void *arg)
{
	WRITE_ONCE(shared, 1);
}

void bench_loads(void *arg)
{
	int sum = 0;

	WRITE_ONCE(shared, 1);
	for (int i = 0; i < LOADS; i++)
		sum += READ_ONCE(shared);
	WRITE_ONCE(shared, sum);
}
