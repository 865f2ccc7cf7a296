/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * random.c - numbers that only look random: a hash of how many were drawn before.
 *
 * So a run repeats. Drawing is one step that orders nothing: whoever draws has no effect on others
 * but the numbers they get.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/math64.h>
#include <linux/notifier.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/version.h>

#include <asm/port.h>

/* Not announced to the simulator, as the operations of percpu_ops.c. */
static noinline __no_kcsan u64 draw(void)
{
	static u64 drawn;
	u64 mixed = ++drawn * 0x9e3779b97f4a7c15ull;

	mixed = (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93ull;
	return mixed ^ mixed >> 32;
}

u8 get_random_u8(void)
{
	return (u8)draw();
}
EXPORT_SYMBOL(get_random_u8);

u16 get_random_u16(void)
{
	return (u16)draw();
}
EXPORT_SYMBOL(get_random_u16);

u32 get_random_u32(void)
{
	return (u32)draw();
}
EXPORT_SYMBOL(get_random_u32);

u64 get_random_u64(void)
{
	return draw();
}
EXPORT_SYMBOL(get_random_u64);

/* A ceiling of 0 stands for 2^32. */
u32 __get_random_u32_below(u32 ceil)
{
	u32 number = (u32)draw();

	return ceil ? (u32)((u64)number * ceil >> 32) : number;
}
EXPORT_SYMBOL(__get_random_u32_below);

void get_random_bytes(void *buf, size_t len)
{
	for (size_t at = 0; at < len; at += sizeof(u64)) {
		u64 number = draw();

		memcpy((char *)buf + at, &number, min(len - at, sizeof(number)));
	}
}
EXPORT_SYMBOL(get_random_bytes);

bool rng_is_initialized(void)
{
	SIM_FIXED(true, "nothing has to be collected first");
}
EXPORT_SYMBOL(rng_is_initialized);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
int execute_with_initialized_rng(struct notifier_block *nb)
{
	nb->notifier_call(nb, 0, NULL);
	return 0;
}
#endif

void rand_initialize_disk(struct gendisk *disk)
{
	SIM_NOP("no entropy is collected");
}
