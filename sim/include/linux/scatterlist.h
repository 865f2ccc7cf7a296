/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scatterlist.h - lists of memory pieces given to a device.
 *
 * A table is an array whose last entry carries the end mark; an entry may instead point to a
 * further table (chaining). The two low bits of page_link say which. Any context may build and
 * walk a table that it owns; nothing here takes a lock.
 */
#ifndef _LINUX_SCATTERLIST_H
#define _LINUX_SCATTERLIST_H

#include <linux/types.h>
#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/io.h>

struct scatterlist {
	unsigned long page_link; /* struct page *, or the next table; low bits below */
	unsigned int offset; /* bytes into the page */
	unsigned int length; /* bytes */
	dma_addr_t dma_address;
	unsigned int dma_length;
};

#define SG_CHAIN 0x01UL /* page_link points to the next table */
#define SG_END 0x02UL /* last entry of the whole list */
#define SG_PAGE_LINK_MASK (SG_CHAIN | SG_END)

#define sg_is_chain(sg) ((sg)->page_link & SG_CHAIN)
#define sg_is_last(sg) ((sg)->page_link & SG_END)
#define sg_chain_ptr(sg) ((struct scatterlist *)((sg)->page_link & ~SG_PAGE_LINK_MASK))

#define sg_dma_address(sg) ((sg)->dma_address)
#define sg_dma_len(sg) ((sg)->dma_length)

/* Makes page the entry's memory and leaves its marks alone. */
static inline void sg_assign_page(struct scatterlist *sg, struct page *page)
{
	unsigned long marks = sg->page_link & SG_PAGE_LINK_MASK;

	BUG_ON((unsigned long)page & SG_PAGE_LINK_MASK);
	sg->page_link = marks | (unsigned long)page;
}

static inline void sg_set_page(struct scatterlist *sg, struct page *page, unsigned int len,
			       unsigned int offset)
{
	sg_assign_page(sg, page);
	sg->offset = offset;
	sg->length = len;
}

static inline struct page *sg_page(struct scatterlist *sg)
{
	BUG_ON(sg_is_chain(sg));
	return (struct page *)(sg->page_link & ~SG_PAGE_LINK_MASK);
}

/* Points an entry at buflen bytes of kernel memory at buf. */
static inline void sg_set_buf(struct scatterlist *sg, const void *buf, unsigned int buflen)
{
	sg_set_page(sg, virt_to_page(buf), buflen, offset_in_page(buf));
}

static inline void sg_mark_end(struct scatterlist *sg)
{
	sg->page_link |= SG_END;
	sg->page_link &= ~SG_CHAIN;
}

static inline void sg_unmark_end(struct scatterlist *sg)
{
	sg->page_link &= ~SG_END;
}

/* The last of prv's prv_nents entries is given up and leads on to sgl. */
static inline void sg_chain(struct scatterlist *prv, unsigned int prv_nents,
			    struct scatterlist *sgl)
{
	struct scatterlist *link = &prv[prv_nents - 1];

	link->offset = 0;
	link->length = 0;
	link->page_link = ((unsigned long)sgl | SG_CHAIN) & ~SG_END;
}

static inline void *sg_virt(struct scatterlist *sg)
{
	return (char *)page_address(sg_page(sg)) + sg->offset;
}

static inline dma_addr_t sg_phys(struct scatterlist *sg)
{
	return virt_to_phys(sg_virt(sg));
}

/* The entry behind sg, across chained tables; NULL behind the end mark. */
struct scatterlist *sg_next(struct scatterlist *sg);
/* The last entry of a list of nents entries. */
struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents);
/* Entries up to and including the end mark. */
int sg_nents(struct scatterlist *sg);
/* Clears nents entries and marks the last one as the end. */
void sg_init_table(struct scatterlist *sgl, unsigned int nents);
/* A table of one entry. */
void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen);
/* Copies up to buflen bytes between a list and a flat buffer; returns the bytes copied. */
size_t sg_copy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf,
			   size_t buflen);
size_t sg_copy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen);

#define for_each_sg(sglist, sg, nr, i)                                                             \
	for ((i) = 0, (sg) = (sglist); (i) < (nr); (i)++, (sg) = sg_next(sg))

#endif
