/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiler.h - annotations, compiler barriers and marked accesses.
 *
 * READ_ONCE() and WRITE_ONCE() are volatile accesses: the compiler hooks of a checked module tell
 * them from plain ones (KCSAN's "marked" accesses, Documentation/memory-barriers.txt).
 */
#ifndef SIM_LINUX_COMPILER_H
#define SIM_LINUX_COMPILER_H

#include <sim/port.h>

#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __safe
#define __force
#define __nocast
#define __private
#define __chk_user_ptr(x) (void)0
#define __chk_io_ptr(x) (void)0
#define __acquires(x)
#define __releases(x)
#define __acquire(x) (void)0
#define __release(x) (void)0
#define __must_hold(x)

#undef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#define noinline __attribute__((__noinline__))
#define __noreturn __attribute__((__noreturn__))
#define __must_check __attribute__((__warn_unused_result__))
#define __maybe_unused __attribute__((__unused__))
#define __always_unused __attribute__((__unused__))
#define __used __attribute__((__used__))
#define __weak __attribute__((__weak__))
#define __pure __attribute__((__pure__))
#define __attribute_const__ __attribute__((__const__))
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __printf(a, b) __attribute__((__format__(__printf__, a, b)))
#define __section(name) __attribute__((__section__(name)))
#define __cold __attribute__((__cold__))
#define __hot
#define __deprecated
#define __visible
#define __read_mostly
#define __ro_after_init
#define asmlinkage
#define notrace
#define fallthrough __attribute__((__fallthrough__))
#define uninitialized_var(x) x = x

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define unreachable() __builtin_unreachable()

#define __SIM_PASTE2(a, b) a##b
#define __SIM_PASTE(a, b) __SIM_PASTE2(a, b)
#define __UNIQUE_ID(prefix) __SIM_PASTE(__SIM_PASTE(__uid_, prefix), __COUNTER__)
#define __stringify_1(x...) #x
#define __stringify(x...) __stringify_1(x)

#define __same_type(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define typecheck(type, x)                                                                         \
	({                                                                                         \
		type __tc_type;                                                                    \
		__typeof__(x) __tc_value;                                                          \
		(void)(&__tc_type == &__tc_value);                                                 \
		1;                                                                                 \
	})

/* Keeps the compiler from moving memory accesses; orders nothing in the machine. */
#define barrier() __asm__ __volatile__("" : : : "memory")
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "+r"(var))

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val)                                                                         \
	do {                                                                                       \
		*(volatile __typeof__(x) *)&(x) = (val);                                           \
	} while (0)
/* The name of both before 3.19; an lvalue. */
#define ACCESS_ONCE(x) (*(volatile __typeof__(x) *)&(x))

/* An expression whose races are known and harmless: neither checked nor a scheduling point. */
#define data_race(expr)                                                                            \
	({                                                                                         \
		sim_race_ignore_begin();                                                           \
		__typeof__(expr) __dr_value = (expr);                                              \
		sim_race_ignore_end();                                                             \
		__dr_value;                                                                        \
	})

#endif
