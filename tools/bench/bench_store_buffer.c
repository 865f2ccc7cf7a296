/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench_store_buffer.c - the store-buffering litmus test of two threads.
 */
#include <linux/compiler.h>

/* Each variable and each register on a cache line of its own, as klitmus lays them out. */
#define APART __attribute__((aligned(64)))

static int x APART, y APART;

struct {
	int value APART;
} bench_result[2];

void bench_thread0(void *arg);
void bench_thread1(void *arg);

void bench_thread0(void *arg)
{
	WRITE_ONCE(x, 1);
	bench_result[0].value = READ_ONCE(y);
}

void bench_thread1(void *arg)
{
	WRITE_ONCE(y, 1);
	bench_result[1].value = READ_ONCE(x);
}
