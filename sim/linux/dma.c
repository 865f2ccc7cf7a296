/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dma.c - memory for a device, which sees it at its own addresses; a streaming mapping can fail.
 */
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/version.h>

#include <asm/port.h>

#define ALL_MEMORY "every device reaches all memory"
#define COHERENT "caches are coherent and nothing is bounced"

/* A mapping fails where bounce buffers would run out (swiotlb's "buffer is full"). */
dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page, size_t offset, size_t size,
			      enum dma_data_direction dir, unsigned long attrs)
{
	void *memory = page_address(page) + offset;

	if (sim_fault("bounce") || sim_fault("add_buf"))
		return DMA_MAPPING_ERROR;
	sim_mem_check(memory, size, dir == DMA_FROM_DEVICE);
	return (dma_addr_t)memory;
}
EXPORT_SYMBOL(dma_map_page_attrs);

void dma_unmap_page_attrs(struct device *dev, dma_addr_t addr, size_t size,
			  enum dma_data_direction dir, unsigned long attrs)
{
	SIM_NOP("a mapping is the address itself");
}
EXPORT_SYMBOL(dma_unmap_page_attrs);

void *dma_alloc_attrs(struct device *dev, size_t size, dma_addr_t *dma_handle, gfp_t gfp,
		      unsigned long attrs)
{
	void *memory = alloc_pages_exact(size, gfp | __GFP_ZERO);

	if (memory)
		*dma_handle = (dma_addr_t)memory;
	return memory;
}
EXPORT_SYMBOL(dma_alloc_attrs);

void dma_free_attrs(struct device *dev, size_t size, void *cpu_addr, dma_addr_t dma_handle,
		    unsigned long attrs)
{
	WARN_ON(dma_handle != (dma_addr_t)cpu_addr);
	free_pages_exact(cpu_addr, size);
}
EXPORT_SYMBOL(dma_free_attrs);

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
/* Inline functions that do nothing since 6.10, unless a configuration needs them. */
void dma_sync_single_for_cpu(struct device *dev, dma_addr_t addr, size_t size,
			     enum dma_data_direction dir)
{
	SIM_NOP(COHERENT);
}
EXPORT_SYMBOL(dma_sync_single_for_cpu);

void dma_sync_single_for_device(struct device *dev, dma_addr_t addr, size_t size,
				enum dma_data_direction dir)
{
	SIM_NOP(COHERENT);
}
EXPORT_SYMBOL(dma_sync_single_for_device);

bool dma_need_sync(struct device *dev, dma_addr_t dma_addr)
{
	SIM_FIXED(false, COHERENT);
}
EXPORT_SYMBOL(dma_need_sync);
#endif

int dma_set_mask(struct device *dev, u64 mask)
{
	SIM_FIXED(0, ALL_MEMORY);
}
EXPORT_SYMBOL(dma_set_mask);

int dma_set_coherent_mask(struct device *dev, u64 mask)
{
	SIM_FIXED(0, ALL_MEMORY);
}
EXPORT_SYMBOL(dma_set_coherent_mask);

size_t dma_max_mapping_size(struct device *dev)
{
	SIM_FIXED(SIZE_MAX, "no bounce buffers that would limit a mapping");
}
EXPORT_SYMBOL(dma_max_mapping_size);

size_t dma_opt_mapping_size(struct device *dev)
{
	SIM_FIXED(SIZE_MAX, "a mapping costs nothing");
}
EXPORT_SYMBOL(dma_opt_mapping_size);

unsigned long dma_get_merge_boundary(struct device *dev)
{
	SIM_FIXED(0, "no IOMMU that would merge");
}
EXPORT_SYMBOL(dma_get_merge_boundary);
