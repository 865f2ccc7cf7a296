/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench_store_buffer.c - the store-buffering litmus test of two threads.
 */
#include <linux/compiler.h>

static int x, y;

int bench_result[2];

void bench_thread0(void *arg);
void bench_thread1(void *arg);

void bench_thread0(void *arg)
{
	WRITE_ONCE(x, 1);
	bench_result[0] = READ_ONCE(y);
}

void bench_thread1(void *arg)
{
	WRITE_ONCE(y, 1);
	bench_result[1] = READ_ONCE(x);
}
