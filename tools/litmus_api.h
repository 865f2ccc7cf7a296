/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_api.h - what a litmus test's C code may call.
 *
 * The names that the kernel's model gives a meaning (tools/memory-model/linux-kernel.def), as far as
 * sim/include/sim/litmus.h has them.
 */
#ifndef TOOLS_LITMUS_API_H
#define TOOLS_LITMUS_API_H

#include <stdbool.h>

#include "litmus_lex.h"

bool litmus_api_has(const struct litmus_token *name);
/* "; did you mean 'x'?" or "". */
const char *litmus_api_hint(const struct litmus_token *name, char *text, size_t text_bytes);

#endif
