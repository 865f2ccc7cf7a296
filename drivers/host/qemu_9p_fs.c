/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_9p_fs.c - what the worker threads of a 9P server do: read and write files.
 */
#include <qemu/bswap.h>
#include <qemu/fsdev.h>

#include "qemu_9p.h"

/* Of Tread and Twrite, behind the header. */
typedef struct __attribute__((packed)) P9Range {
	uint32_t fid;
	uint64_t offset;
	uint32_t count;
} P9Range;

#define COUNT_AT P9_HEADER_BYTES /* in Rread and Rwrite */
#define DATA_AT (COUNT_AT + sizeof(uint32_t)) /* in Rread */
#define TWRITE_DATA_AT (P9_HEADER_BYTES + sizeof(P9Range))

static bool get_range(const V9fsPDU *pdu, P9Range *range)
{
	if (iov_to_buf(pdu->elem.out_sg, pdu->elem.out_num, P9_HEADER_BYTES, range,
		       sizeof(*range)) != sizeof(*range))
		return false;
	range->fid = le32_to_cpu(range->fid);
	range->offset = le64_to_cpu(range->offset);
	range->count = le32_to_cpu(range->count);
	return true;
}

static void put_count(const V9fsPDU *pdu, int count)
{
	const uint32_t wire = cpu_to_le32((uint32_t)count);

	iov_from_buf(pdu->elem.in_sg, pdu->elem.in_num, COUNT_AT, &wire, sizeof(wire));
}

int v9fs_co_read(V9fsPDU *pdu)
{
	const VirtQueueElement *elem = &pdu->elem;
	P9Range range;
	uint8_t *data;
	int result;

	if (!get_range(pdu, &range) ||
	    iov_size(elem->in_sg, elem->in_num) < DATA_AT + (size_t)range.count)
		return -EINVAL;
	data = g_malloc(range.count);
	result = fsdev_pread(range.fid, range.offset, data, range.count);
	if (result >= 0) {
		put_count(pdu, result);
		iov_from_buf(elem->in_sg, elem->in_num, DATA_AT, data, (size_t)result);
		result += (int)sizeof(uint32_t);
	}
	g_free(data);
	return result;
}

int v9fs_co_write(V9fsPDU *pdu)
{
	const VirtQueueElement *elem = &pdu->elem;
	P9Range range;
	uint8_t *data;
	int result;

	if (!get_range(pdu, &range) || pdu->size - TWRITE_DATA_AT < range.count)
		return -EINVAL;
	data = g_malloc(range.count);
	iov_to_buf(elem->out_sg, elem->out_num, TWRITE_DATA_AT, data, range.count);
	result = fsdev_pwrite(range.fid, range.offset, data, range.count);
	g_free(data);
	if (result < 0)
		return result;
	put_count(pdu, result);
	return sizeof(uint32_t);
}
