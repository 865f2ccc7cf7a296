/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dma-mapping.h - memory for a device.
 *
 * The device sees memory at its own addresses, so a mapping is the address itself. A streaming
 * mapping can fail as it does when bounce buffers run out: by the faults "bounce" and "add_buf".
 */
#ifndef SIM_LINUX_DMA_MAPPING_H
#define SIM_LINUX_DMA_MAPPING_H

#include <linux/device.h>
#include <linux/dma-direction.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/types.h>

#define DMA_MAPPING_ERROR (~(dma_addr_t)0)
#define DMA_BIT_MASK(n) (((n) == 64) ? ~0ULL : ((1ULL << (n)) - 1))

/* sim/kernel/dma.c. Any context; check the result with dma_mapping_error(). */
dma_addr_t dma_map_single_attrs(struct device *dev, void *ptr, size_t size,
				enum dma_data_direction dir, unsigned long attrs);

#define dma_map_single(dev, ptr, size, dir) dma_map_single_attrs(dev, ptr, size, dir, 0)
#define dma_map_page(dev, page, offset, size, dir)                                                 \
	dma_map_single_attrs(dev, (char *)page_address(page) + (offset), size, dir, 0)
#define dma_map_page_attrs(dev, page, offset, size, dir, attrs)                                    \
	dma_map_single_attrs(dev, (char *)page_address(page) + (offset), size, dir, attrs)

static inline int dma_mapping_error(struct device *dev, dma_addr_t addr)
{
	(void)dev;
	return addr == DMA_MAPPING_ERROR ? -ENOMEM : 0;
}

static inline void dma_unmap_single_attrs(struct device *dev, dma_addr_t addr, size_t size,
					  enum dma_data_direction dir, unsigned long attrs)
{
	(void)dev;
	(void)addr;
	(void)size;
	(void)dir;
	(void)attrs;
	SIM_NOP("a mapping is the address itself");
}

#define dma_unmap_single(dev, addr, size, dir) dma_unmap_single_attrs(dev, addr, size, dir, 0)
#define dma_unmap_page(dev, addr, size, dir) dma_unmap_single_attrs(dev, addr, size, dir, 0)
#define dma_unmap_page_attrs(dev, addr, size, dir, attrs)                                          \
	dma_unmap_single_attrs(dev, addr, size, dir, attrs)

/* Zeroed whole pages; *handle is their bus address. NULL without memory. gfp rules the context. */
static inline void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle,
				       gfp_t gfp)
{
	void *virt = alloc_pages_exact(size, gfp | __GFP_ZERO);

	(void)dev;
	if (virt)
		*handle = virt_to_phys(virt);
	return virt;
}

static inline void dma_free_coherent(struct device *dev, size_t size, void *virt, dma_addr_t handle)
{
	(void)dev;
	(void)handle;
	free_pages_exact(virt, size);
}

static inline int dma_set_mask(struct device *dev, u64 mask)
{
	(void)dev;
	(void)mask;
	SIM_FIXED(0, "every device reaches all memory");
}

#define dma_set_mask_and_coherent(dev, mask) dma_set_mask(dev, mask)
#define dma_set_coherent_mask(dev, mask) dma_set_mask(dev, mask)

static inline size_t dma_max_mapping_size(struct device *dev)
{
	(void)dev;
	SIM_FIXED(SIZE_MAX, "no bounce buffers that would limit a mapping");
}

#endif
