/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_emit.h - the C source of a litmus test's module.
 *
 * What the module exports, P standing for a process's number and V for a variable's name:
 *   litmus_process_P   void (void *): runs the process
 *   litmus_variable_V  the shared variable
 *   litmus_registers   long[]: the final values of all registers, process by process
 */
#ifndef TOOLS_LITMUS_EMIT_H
#define TOOLS_LITMUS_EMIT_H

#include <stdio.h>

#include "litmus_test.h"

void litmus_emit(FILE *out, const struct litmus_test *test);
/* Where a process's registers begin in litmus_registers. */
unsigned int litmus_register_base(const struct litmus_test *test, unsigned int process);

#endif
