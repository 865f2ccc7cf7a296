/* SPDX-License-Identifier: GPL-2.0-only */
/* io.h - register accesses go to whoever owns the window. */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <asm/port.h>

#define __raw_readb __raw_readb
static inline u8 __raw_readb(const volatile void __iomem *addr)
{
	return (u8)sim_mmio_read((const volatile void __force *)addr, 1);
}

#define __raw_readw __raw_readw
static inline u16 __raw_readw(const volatile void __iomem *addr)
{
	return (u16)sim_mmio_read((const volatile void __force *)addr, 2);
}

#define __raw_readl __raw_readl
static inline u32 __raw_readl(const volatile void __iomem *addr)
{
	return (u32)sim_mmio_read((const volatile void __force *)addr, 4);
}

#define __raw_readq __raw_readq
static inline u64 __raw_readq(const volatile void __iomem *addr)
{
	return sim_mmio_read((const volatile void __force *)addr, 8);
}

#define __raw_writeb __raw_writeb
static inline void __raw_writeb(u8 value, volatile void __iomem *addr)
{
	sim_mmio_write((volatile void __force *)addr, 1, value);
}

#define __raw_writew __raw_writew
static inline void __raw_writew(u16 value, volatile void __iomem *addr)
{
	sim_mmio_write((volatile void __force *)addr, 2, value);
}

#define __raw_writel __raw_writel
static inline void __raw_writel(u32 value, volatile void __iomem *addr)
{
	sim_mmio_write((volatile void __force *)addr, 4, value);
}

#define __raw_writeq __raw_writeq
static inline void __raw_writeq(u64 value, volatile void __iomem *addr)
{
	sim_mmio_write((volatile void __force *)addr, 8, value);
}

/* Guest-physical addresses are the simulated ones; windows lie among them. */
#define ioremap ioremap
static inline void __iomem *ioremap(phys_addr_t addr, size_t size)
{
	return (void __iomem *)(unsigned long)addr;
}
#define iounmap iounmap
static inline void iounmap(volatile void __iomem *addr)
{
}

#include <asm-generic/io.h>

#endif
