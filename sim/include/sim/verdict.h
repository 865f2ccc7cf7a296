/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verdict.h - the names a run can be given. Shared by the simulator and the kernel library.
 *
 * Each verdict has one rule, described in docs/findings.md.
 */
#ifndef SIM_VERDICT_H
#define SIM_VERDICT_H

#define SIM_VERDICTS(X)                                                                            \
	X(LOST_WAKEUP)                                                                             \
	X(LOST_KICK)                                                                               \
	X(LOST_INTERRUPT)                                                                          \
	X(LOST_REQUEST)                                                                            \
	X(DEADLOCK)                                                                                \
	X(LIVELOCK)                                                                                \
	X(STARVATION)                                                                              \
	X(RESCUED_BY_TIMEOUT)                                                                      \
	X(USE_AFTER_FREE)                                                                          \
	X(DOUBLE_FREE)                                                                             \
	X(OUT_OF_BOUNDS)                                                                           \
	X(UNINITIALISED)                                                                           \
	X(LEAK)                                                                                    \
	X(STACK_OVERFLOW)                                                                          \
	X(CRASH)                                                                                   \
	X(DATA_RACE)                                                                               \
	X(LOCK_ORDER)                                                                              \
	X(IRQ_UNSAFE_LOCK)                                                                         \
	X(BAD_UNLOCK)                                                                              \
	X(SLEEP_IN_ATOMIC)                                                                         \
	X(VQ_EXCLUSION)                                                                            \
	X(RING_PROTOCOL)                                                                           \
	X(KICK_BEFORE_READY)                                                                       \
	X(ACCESS_AFTER_RESET)                                                                      \
	X(DOUBLE_COMPLETION)                                                                       \
	X(BAD_REQUEST_STATE)                                                                       \
	X(DATA_CORRUPTION)                                                                         \
	X(NOT_DURABLE)                                                                             \
	X(LOST_ERROR)                                                                              \
	X(TEARDOWN)                                                                                \
	X(PEER_ESCAPE)                                                                             \
	X(STUB_CALLED)

enum sim_verdict {
	SIM_PASS = 0,
#define SIM_VERDICT_ENUM(name) SIM_##name,
	SIM_VERDICTS(SIM_VERDICT_ENUM)
#undef SIM_VERDICT_ENUM
	SIM_VERDICT_COUNT
};

/* The name as findings and scenarios spell it, without the prefix: "LOST_KICK". */
const char *sim_verdict_name(enum sim_verdict verdict);

#endif
