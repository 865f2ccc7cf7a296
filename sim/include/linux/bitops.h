/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bitops.h - bit operations on arrays of unsigned long.
 *
 * Orders are those of Documentation/atomic_bitops.txt: set/clear/change_bit are relaxed,
 * test_and_*_bit fully ordered, the _lock/_unlock forms acquire and release. The __ forms are plain
 * accesses and need a lock. Any context.
 */
#ifndef SIM_LINUX_BITOPS_H
#define SIM_LINUX_BITOPS_H

#include <asm/barrier.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/types.h>

static inline void set_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_RELAXED);
}

static inline void clear_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr), __ATOMIC_RELAXED);
}

static inline void change_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_xor(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_RELAXED);
}

static inline bool test_and_set_bit(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_SEQ_CST) &
	       BIT_MASK(nr);
}

static inline bool test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr), __ATOMIC_SEQ_CST) &
	       BIT_MASK(nr);
}

static inline bool test_and_change_bit(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_xor(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_SEQ_CST) &
	       BIT_MASK(nr);
}

static inline bool test_and_set_bit_lock(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_or(addr + BIT_WORD(nr), BIT_MASK(nr), __ATOMIC_ACQUIRE) &
	       BIT_MASK(nr);
}

static inline void clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(addr + BIT_WORD(nr), ~BIT_MASK(nr), __ATOMIC_RELEASE);
}

static inline bool test_bit(long nr, const volatile unsigned long *addr)
{
	return (addr[BIT_WORD(nr)] >> (nr % BITS_PER_LONG)) & 1;
}

static inline bool test_bit_acquire(long nr, const volatile unsigned long *addr)
{
	return (__atomic_load_n(addr + BIT_WORD(nr), __ATOMIC_ACQUIRE) >> (nr % BITS_PER_LONG)) & 1;
}

static inline void __set_bit(long nr, unsigned long *addr)
{
	addr[BIT_WORD(nr)] |= BIT_MASK(nr);
}

static inline void __clear_bit(long nr, unsigned long *addr)
{
	addr[BIT_WORD(nr)] &= ~BIT_MASK(nr);
}

static inline bool __test_and_set_bit(long nr, unsigned long *addr)
{
	unsigned long old = addr[BIT_WORD(nr)];

	addr[BIT_WORD(nr)] = old | BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

static inline bool __test_and_clear_bit(long nr, unsigned long *addr)
{
	unsigned long old = addr[BIT_WORD(nr)];

	addr[BIT_WORD(nr)] = old & ~BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

#define smp_mb__before_clear_bit() smp_mb__before_atomic()
#define smp_mb__after_clear_bit() smp_mb__after_atomic()

/* Numbers of the lowest set bit (from 0; undefined for 0) and of the highest (from 1; 0 for 0). */
static inline unsigned long __ffs(unsigned long word)
{
	return (unsigned long)__builtin_ctzl(word);
}

#define ffz(word) __ffs(~(word))

static inline int ffs(int word)
{
	return word ? __builtin_ctz((unsigned int)word) + 1 : 0;
}

static inline int fls(unsigned int word)
{
	return word ? 32 - __builtin_clz(word) : 0;
}

static inline int fls64(u64 word)
{
	return word ? 64 - __builtin_clzll(word) : 0;
}

static inline unsigned int fls_long(unsigned long word)
{
	return (unsigned int)fls64(word);
}

static inline unsigned long __fls(unsigned long word)
{
	return fls_long(word) - 1;
}

static inline unsigned int hweight64(u64 word)
{
	unsigned int count = 0;

	for (; word; word &= word - 1)
		count++;
	return count;
}

#define hweight_long(w) hweight64(w)
#define hweight32(w) hweight64((u32)(w))
#define hweight8(w) hweight64((u8)(w))

/* The first bit at or behind offset whose value differs from skip's; size if there is none. */
static inline unsigned long __find_bit(const unsigned long *addr, unsigned long size,
				       unsigned long offset, unsigned long skip)
{
	while (offset < size) {
		unsigned long word = (addr[BIT_WORD(offset)] ^ skip) >> (offset % BITS_PER_LONG);

		if (word) {
			offset += __ffs(word);
			return offset < size ? offset : size;
		}
		offset = (BIT_WORD(offset) + 1) * BITS_PER_LONG;
	}
	return size;
}

#define find_next_bit(addr, size, offset) __find_bit(addr, size, offset, 0UL)
#define find_first_bit(addr, size) __find_bit(addr, size, 0, 0UL)
#define find_next_zero_bit(addr, size, offset) __find_bit(addr, size, offset, ~0UL)
#define find_first_zero_bit(addr, size) __find_bit(addr, size, 0, ~0UL)

#define for_each_set_bit(bit, addr, size)                                                          \
	for ((bit) = find_first_bit((addr), (size)); (bit) < (size);                               \
	     (bit) = find_next_bit((addr), (size), (bit) + 1))

#endif
