/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stub_records.h - the struct sim_stub records that SIM_NOP() and its like leave in a module file.
 */
#ifndef TOOLS_STUB_RECORDS_H
#define TOOLS_STUB_RECORDS_H

#include <stdint.h>

#include "complaint.h"

struct stub_record {
	const char *function;
	const char *file;
	const char *reason;
	uint32_t kind; /* enum sim_stub_kind */
	uint32_t line;
};

/* Calls each() for every record of a shared object, in file order. The texts live as long as the
 * call. False with a complaint if path is not a shared object. A module may have no records. */
bool stub_records_read(const char *path, void (*each)(const struct stub_record *stub, void *opaque),
		       void *opaque, struct complaint *complaint);

#endif
