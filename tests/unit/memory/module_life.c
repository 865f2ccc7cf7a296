/* SPDX-License-Identifier: GPL-2.0-only */
/* One task each: uses of memory, allowed and not. */
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <sim/port.h>

#define TASK(name, ...)                                                                            \
	void name(void *arg);                                                                      \
	void name(void *arg)                                                                       \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

#define EXPECT(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			sim_report(SIM_CRASH, "line %d: not %s", __LINE__, #condition);            \
	} while (0)

u64 sink;
void *volatile kept;

/* The compiler must not know what it points to. */
static void *object(size_t size)
{
	kept = sim_alloc(size, 8, SIM_ALLOC_ZERO, "object");
	return kept;
}

static void *raw(size_t size)
{
	kept = sim_alloc(size, 8, 0, "object");
	return kept;
}

static void *freed(size_t size)
{
	void *at = object(size);

	sim_free(at);
	return at;
}

/* ---- bounds ---- */

#define RIGHT(bits) TASK(right_##bits, u##bits *at = object(24); sink = *(u##bits *)((u8 *)at + 24);)
#define LEFT(bits) TASK(left_##bits, u##bits *at = object(24); at[-1] = 1;)
#define ODD_RIGHT(bits)                                                                            \
	TASK(tail_##bits, u8 *at = object(24 - bits / 8 + 1);                                      \
	     *(u##bits *)(at + 24 - bits / 8) = 1;)
#define DEAD(bits)                                                                                 \
	TASK(dead_read_##bits, u##bits *at = freed(24); sink = at[1];)                             \
	TASK(dead_write_##bits, u##bits *at = freed(24); at[1] = 1;)

RIGHT(8) RIGHT(16) RIGHT(32) RIGHT(64)
LEFT(8) LEFT(16) LEFT(32) LEFT(64)
ODD_RIGHT(16) ODD_RIGHT(32) ODD_RIGHT(64)
DEAD(8) DEAD(16) DEAD(32) DEAD(64)

TASK(far_right, u8 *at = object(24); sink = at[1 << 20];)
TASK(never_allocated, sink = *(volatile u64 *)0x13000000ul;)
TASK(far_left_of_object, u8 *at = object(100); at[-9] = 1;)

TASK(every_byte_of_every_size,
     for (size_t size = 1; size < 200; size++) {
	     u8 *at = object(size);
	     EXPECT(sim_alloc_size(at) == size);
	     EXPECT(!((uintptr_t)at & 7));
	     for (size_t i = 0; i < size; i++) {
		     EXPECT(at[i] == 0);
		     at[i] = (u8)i;
	     }
	     for (size_t i = 0; i < size; i++)
		     EXPECT(at[i] == (u8)i);
	     sim_free(at);
     })

TASK(copy_beyond, u8 *at = object(20); u8 *to = object(64); memcpy(to, at, 21);)
TASK(copy_before, u8 *at = object(20); u8 *to = object(64); memcpy(to, at - 1, 8);)
TASK(copy_into_less, u8 *at = object(64); u8 *to = object(60); memcpy(to, at, 64);)
TASK(copy_whole, u8 *at = object(61); u8 *to = object(61); memcpy(to, at, 61); sim_free(at); sim_free(to);)
TASK(copy_minus_one, u8 *at = object(64); u8 *to = object(64); memmove(to, at, (size_t)-1);)
TASK(fill_beyond, u8 *at = object(30); memset(at, 1, 31);)
TASK(fill_dead, u8 *at = freed(30); memset(at, 1, 2);)
TASK(compare_dead, u8 *at = freed(30); u8 *to = object(30); sink = memcmp(at, to, 4);)

struct four {
	u64 word[4];
};

TASK(assign_from_dead, struct four *at = freed(sizeof(*at)); struct four *to = object(sizeof(*to)); *to = *at;)
TASK(assign_beyond, struct four *at = object(sizeof(*at)); struct four *to = object(sizeof(*to) - 8); *to = *at;)
TASK(assign_whole, struct four *at = object(sizeof(*at)); struct four *to = object(sizeof(*to));
     at->word[3] = 9; *to = *at; EXPECT(to->word[3] == 9); sim_free(at); sim_free(to);)

/* ---- freeing ---- */

TASK(free_twice, void *at = freed(24); sim_free(at);)
TASK(free_inside, u8 *at = object(24); sim_free(at + 8);)
TASK(free_a_variable, sim_free(&sink);)
TASK(free_the_stack, u64 local; sim_free(&local);)
TASK(free_nothing, sim_free(NULL);)
TASK(atomic_on_dead, u64 *at = freed(8); __atomic_fetch_add(at, 1, __ATOMIC_RELAXED);)
TASK(lock_in_dead, struct sim_lock *at = freed(sizeof(*at)); sim_preempt_disable(); sim_lock_acquire(at, 0);)

/* A quarantine of 64 objects of a size: an address does not come back before. */
TASK(quarantine, void *first = freed(40);
     for (int i = 0; i < 60; i++)
	     EXPECT(freed(40) != first);)
TASK(addresses_come_back, void *first = freed(40);
     bool back = false;
     for (int i = 0; i < 200 && !back; i++) {
	     u64 *at = object(40);
	     back = at == first;
	     EXPECT(at[4] == 0);
	     at[4] = 7;
	     sim_free(at);
     }
     EXPECT(back);)
TASK(alignments,
     for (size_t align = 1; align <= 65536; align *= 2)
	     for (int i = 0; i < 80; i++) {
		     void *at = sim_alloc(100 + i, align, 0, "aligned");
		     EXPECT(!((uintptr_t)at & (align - 1)));
		     sim_free(at);
	     })
TASK(too_big, EXPECT(!sim_alloc(64ul << 20, 8, 0, "huge"));)

/* ---- first write before first read ---- */

TASK(unwritten, u64 *at = raw(24); sink = at[1];)
TASK(partly_written, u32 *at = raw(24); at[2] = 1; sink = *(u64 *)&at[2];)
TASK(other_half, u32 *at = raw(24); at[2] = 1; sink = at[3];)
TASK(half_filled, u8 *at = raw(24); memset(at, 0, 12); sink = at[12];)
TASK(unwritten_tail, u8 *at = raw(21); memset(at, 0, 20); sink = at[20];)
TASK(unwritten_atomic, u32 *at = raw(8); sink = __atomic_fetch_add(at, 1, __ATOMIC_RELAXED);)
TASK(unwritten_marked, u32 *at = raw(8); sink = READ_ONCE(*at);)
TASK(written_by_bytes, u8 *at = raw(16);
     for (int i = 0; i < 16; i++) at[i] = 1;
     sink = *(u64 *)at + *(u64 *)(at + 8); sim_free(at);)
TASK(written_by_atomic, u64 *at = raw(8); __atomic_store_n(at, 1, __ATOMIC_RELEASE); sink = *at; sim_free(at);)
TASK(written_by_copy, u64 *at = raw(24); struct { u64 word[3]; } *from = object(24);
     memcpy(at, from, 24); sink = at[2]; sim_free(at); sim_free(from);)
TASK(zeroed, u64 *at = object(24); sink = at[2]; sim_free(at);)
TASK(copied_unread, u64 *at = raw(32); u64 *to = object(32); memcpy(to, at, 32); sim_free(at); sim_free(to);)

/* ---- pools ---- */

TASK(poisoned, u64 *at = object(32); sim_mem_poison(at, 32); sink = at[1];)
TASK(poisoned_small, u8 *at = object(5); sim_mem_poison(at, 5); sink = at[1];)
TASK(poisoned_tail, u8 *at = object(21); sim_mem_poison(at, 21); sink = at[20];)
TASK(unpoisoned, u8 *at = object(21); at[20] = 3; sim_mem_poison(at, 21); sim_mem_unpoison(at, 21);
     EXPECT(at[20] == 3); at[0] = 1; sim_free(at);)
TASK(unpoisoned_bounds, u8 *at = object(21); sim_mem_poison(at, 21); sim_mem_unpoison(at, 21); at[21] = 1;)

/* ---- constants and stacks ---- */

static const u64 constant[2] = { 1, 2 };

TASK(writes_constant, kept = (void *)&constant[1]; *(u64 *)kept = 3;)
TASK(reads_constant, kept = (void *)&constant[1]; EXPECT(*(u64 *)kept == 2);)

static u64 *volatile frame;
static volatile int turn;

static noinline void leave_frame(void)
{
	u64 local[1024], *at = &local[3];

	*at = 1;
	OPTIMIZER_HIDE_VAR(at);
	frame = at;
	turn = 1;
	while (turn == 1)
		sim_relax();
}

static noinline void shallow(void)
{
	turn = 3;
	while (turn == 3)
		sim_relax();
}

TASK(lends_live_frame, leave_frame();)
TASK(uses_live_frame, while (turn != 1) sim_relax(); *frame = 4; sink = *frame; turn = 2;)
TASK(lends_dead_frame, leave_frame(); shallow();)
TASK(uses_dead_frame, while (turn != 1) sim_relax(); turn = 2;
     while (turn != 3) sim_relax(); *frame = 4;)
TASK(uses_ended_stack, while (turn != 1) sim_relax(); turn = 2;
     for (int i = 0; i < 50; i++) sim_relax(); *frame = 4;)

/* ---- leaks ---- */

TASK(forgets, object(24); sim_alloc_ignore_leak(object(32)); sim_free(object(40));)
TASK(frees_all, sim_alloc_ignore_leak(object(32)); sim_free(object(40));)
TASK(nothing, )
