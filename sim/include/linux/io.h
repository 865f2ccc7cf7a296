/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * io.h - device registers.
 *
 * A register window's bus address is its address, so ioremap() only passes it on. writel() orders
 * earlier stores before the device sees the write, readl() the read before later loads; the
 * _relaxed forms do neither (Documentation/driver-api/device-io.rst). Any context.
 */
#ifndef SIM_LINUX_IO_H
#define SIM_LINUX_IO_H

#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/mm.h>
#include <linux/types.h>

#define __IO_ACCESSORS(suffix, type, bytes)                                                        \
	static inline type read##suffix##_relaxed(const volatile void __iomem *addr)               \
	{                                                                                          \
		return (type)sim_mmio_read(addr, bytes);                                           \
	}                                                                                          \
	static inline type read##suffix(const volatile void __iomem *addr)                         \
	{                                                                                          \
		type value = (type)sim_mmio_read(addr, bytes);                                     \
                                                                                                   \
		rmb();                                                                             \
		return value;                                                                      \
	}                                                                                          \
	static inline void write##suffix##_relaxed(type value, volatile void __iomem *addr)        \
	{                                                                                          \
		sim_mmio_write(addr, bytes, value);                                                \
	}                                                                                          \
	static inline void write##suffix(type value, volatile void __iomem *addr)                  \
	{                                                                                          \
		wmb();                                                                             \
		sim_mmio_write(addr, bytes, value);                                                \
	}

__IO_ACCESSORS(b, u8, 1)
__IO_ACCESSORS(w, u16, 2)
__IO_ACCESSORS(l, u32, 4)
__IO_ACCESSORS(q, u64, 8)

#define ioread8(addr) readb(addr)
#define ioread16(addr) readw(addr)
#define ioread32(addr) readl(addr)
#define iowrite8(value, addr) writeb(value, addr)
#define iowrite16(value, addr) writew(value, addr)
#define iowrite32(value, addr) writel(value, addr)

static inline void __iomem *ioremap(resource_size_t phys, size_t size)
{
	(void)size;
	return phys_to_virt(phys);
}

static inline void iounmap(volatile void __iomem *addr)
{
	(void)addr;
	SIM_NOP("a window stays mapped");
}

#endif
