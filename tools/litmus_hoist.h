/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_hoist.h - does an outcome need load-to-store reordering, which the memory model leaves out?
 *
 * Asked about a test whose Sometimes was never seen. The kernel's model lets a store run before an
 * earlier load when nothing orders the two. So the test is rewritten with such stores moved up: a
 * statement WRITE_ONCE(*x, constants) before directly preceding statements r = READ_ONCE(*y), with
 * y another variable. That is one of the executions that the kernel's model allows. If the
 * rewritten test shows the outcome, the original needs that reordering and is named as outside
 * the model; if it does not, a reordering of some other kind is missed, and that is an error.
 */
#ifndef TOOLS_LITMUS_HOIST_H
#define TOOLS_LITMUS_HOIST_H

#include <stddef.h>

#include "litmus_test.h"

/* Moves what can be moved; false if nothing can. what: "P0's store to y (line 19), ...". */
bool litmus_hoist(struct litmus_test *test, char *what, size_t what_bytes);

#endif
