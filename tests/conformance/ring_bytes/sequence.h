/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sequence.h - the recorded sequences: some written by hand, the rest generated from fixed seeds.
 *
 * They are the same in every process, so that two worlds can be told by number what to do.
 */
#ifndef SEQUENCE_H
#define SEQUENCE_H

#include "ring_script.h"

#define SEQUENCE_OPS_MAX 280000

struct sequence {
	char name[64];
	uint64_t features;
	uint32_t num, align;
	uint32_t callback;
	unsigned int count;
	struct ring_op ops[SEQUENCE_OPS_MAX];
};

/* Each written one once for each set of features, then the generated ones. */
unsigned int sequence_total(void);
void sequence_get(struct sequence *sequence, unsigned int number);

/* sequence_written.c; fill in name and ops, features are set. */
unsigned int sequence_written_total(void);
void sequence_written(struct sequence *sequence, unsigned int number);
/* sequence_generated.c; the same. */
unsigned int sequence_generated_total(void);
void sequence_generated(struct sequence *sequence, unsigned int number);

void sequence_add(struct sequence *sequence, struct ring_op op);
const char *ring_op_name(unsigned int kind);

#endif
