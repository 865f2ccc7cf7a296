/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_9p.h - a 9P server inside a device process.
 */
#ifndef QEMU_9P_H
#define QEMU_9P_H

#include "qemu_virtqueue_served.h"

#define P9_WORKERS 2
#define P9_HEADER_BYTES 7

enum {
	P9_RLERROR = 7,
	P9_TVERSION = 100,
	P9_TFLUSH = 108,
	P9_TREAD = 116,
	P9_TWRITE = 118,
};

typedef struct V9fsState V9fsState;
typedef struct V9fsPDU V9fsPDU;

/* A request: in the loop, but for a time in a worker. */
struct V9fsPDU {
	VirtQueueElement elem; /* first: virtqueue_pop() allocates */
	V9fsState *s;
	VirtQueue *vq;
	uint32_t size;
	uint8_t id;
	uint16_t tag;
	uint8_t reply; /* its type; 0: there is none, the request was cancelled */
	size_t reply_bytes;
	bool cancelled; /* atomic: the loop sets it, the worker looks */
	V9fsPDU *flush; /* a Tflush that is answered behind this one */
	V9fsPDU *next;
};

struct V9fsState {
	VirtIOServed served;
	IOThread *workers[P9_WORKERS];
	unsigned int next_worker;
	V9fsPDU *active; /* in a worker, or on the way */
};

/*
 * qemu_9p_fs.c: what a worker does: reads or writes a file, which may take its time, and puts the
 * body of the reply into the buffer. Returns the bytes of the body, or a negative error.
 */
int v9fs_co_read(V9fsPDU *pdu);
int v9fs_co_write(V9fsPDU *pdu);

#endif
