/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scatterlist.c - walking and making scatter-gather tables.
 */
#include <linux/scatterlist.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

struct scatterlist *sg_next(struct scatterlist *sg)
{
	if (sg_is_last(sg))
		return NULL;
	sg++;
	if (sg_is_chain(sg))
		sg = sg_chain_ptr(sg);
	return sg;
}
EXPORT_SYMBOL(sg_next);

struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents)
{
	struct scatterlist *sg, *last = NULL;
	unsigned int i;

	for_each_sg(sgl, sg, nents, i)
		last = sg;
	BUG_ON(!last || !sg_is_last(last));
	return last;
}
EXPORT_SYMBOL(sg_last);

int sg_nents(struct scatterlist *sg)
{
	int nents = 0;

	for (; sg; sg = sg_next(sg))
		nents++;
	return nents;
}
EXPORT_SYMBOL(sg_nents);

void sg_init_table(struct scatterlist *sgl, unsigned int nents)
{
	memset(sgl, 0, nents * sizeof(*sgl));
	sg_mark_end(&sgl[nents - 1]);
}
EXPORT_SYMBOL(sg_init_table);

void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen)
{
	sg_init_table(sg, 1);
	sg_set_buf(sg, buf, buflen);
}
EXPORT_SYMBOL(sg_init_one);

static size_t sg_copy(struct scatterlist *sgl, unsigned int nents, char *buf, size_t buflen,
		      bool to_buffer)
{
	struct scatterlist *sg = sgl;
	size_t done = 0;

	for (; sg && nents && done < buflen; sg = sg_next(sg), nents--) {
		size_t len = min_t(size_t, sg->length, buflen - done);

		if (to_buffer)
			memcpy(buf + done, sg_virt(sg), len);
		else
			memcpy(sg_virt(sg), buf + done, len);
		done += len;
	}
	return done;
}

size_t sg_copy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf,
			   size_t buflen)
{
	return sg_copy(sgl, nents, (char *)buf, buflen, false);
}
EXPORT_SYMBOL(sg_copy_from_buffer);

size_t sg_copy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen)
{
	return sg_copy(sgl, nents, buf, buflen, true);
}
EXPORT_SYMBOL(sg_copy_to_buffer);
