/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * request.h - the life of a request: NEW, START, perhaps REQUEUE and START again, END; once.
 *
 * DOUBLE_COMPLETION: an END after the END. BAD_REQUEST_STATE: a START or REQUEUE of what has ended
 * or already started, or a driver's END of a request it never started. A bio is watched in the
 * same way, from submission to bio_endio(), and has no START.
 */
#ifndef CHECK_REQUEST_H
#define CHECK_REQUEST_H

#include <stdint.h>

#include <check/rule.h>

extern const struct rule request_rule;

/* Requests and bios that entered the block layer and have not ended; those given to a driver. */
uint32_t request_open(void);
uint32_t request_started(void);
/* The oldest open one, for a report: "request 0x14001200 (sector 8, started)"; "" if none. */
const char *request_describe(char *text, unsigned int text_bytes);

#endif
