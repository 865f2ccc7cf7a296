/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dma.c - streaming mappings, which can fail.
 */
#include <linux/dma-mapping.h>
#include <linux/export.h>

/* A mapping fails where bounce buffers would run out (swiotlb's "buffer is full"). */
dma_addr_t dma_map_single_attrs(struct device *dev, void *ptr, size_t size,
				enum dma_data_direction dir, unsigned long attrs)
{
	if (sim_fault("bounce") || sim_fault("add_buf"))
		return DMA_MAPPING_ERROR;
	sim_mem_check(ptr, size, dir == DMA_FROM_DEVICE);
	return virt_to_phys(ptr);
}
EXPORT_SYMBOL(dma_map_single_attrs);
