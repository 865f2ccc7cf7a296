/* SPDX-License-Identifier: GPL-2.0-only */
/* expect.h - what test modules are written with: tasks, and assertions that end the run. */
#ifndef TESTS_EXPECT_H
#define TESTS_EXPECT_H

#include <sim/port.h>

#define TASK(name, ...)                                                                            \
	void name(void *arg);                                                                      \
	void name(__attribute__((unused)) void *arg)                                               \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

#define EXPECT(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			sim_report(SIM_CRASH, "line %d: not %s", __LINE__, #condition);            \
	} while (0)

/* A wait that the whole world may see. */
#define READ(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))
#define AWAIT(condition)                                                                           \
	do {                                                                                       \
		while (!(condition))                                                               \
			sim_relax();                                                               \
	} while (0)

/* The test raises interrupt line irq of machine 0. */
void sim_test_raise(unsigned int irq);

#endif
