/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leak.h - LEAK: what a guest, or a host that is a kernel, allocated and nobody freed, once every
 * module of it has exited.
 */
#ifndef CHECK_LEAK_H
#define CHECK_LEAK_H

#include <check/rule.h>

extern const struct rule leak_rule;

#endif
