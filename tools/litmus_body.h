/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_body.h - a process's C code: not interpreted, only looked through before it is compiled.
 *
 * Every name must be a parameter, a local variable, a supported function or a keyword. Declarations
 * of locals become registers: their type's words are blanked out, so that "int r0 = f();" is left as
 * an assignment to a variable that the generated code declares at the top, where its final value
 * can be read.
 */
#ifndef TOOLS_LITMUS_BODY_H
#define TOOLS_LITMUS_BODY_H

#include "litmus_lex.h"
#include "litmus_test.h"

/* From behind the body's '{' to and with its '}'. */
bool litmus_body_parse(struct litmus_lexer *lexer, struct litmus_process *process);

#endif
