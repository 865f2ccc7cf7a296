/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report.h - a rule is broken: notes the finding and ends the run.
 */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include <stdint.h>

#include <sim/verdict.h>

/* site 0: the innermost frame of code under test. other_site 0: there is none. From any context,
 * from actions and probes; never returns. */
__attribute__((noreturn, format(printf, 4, 5))) void
finding_report(enum sim_verdict verdict, uint32_t site, uint32_t other_site, const char *fmt, ...);

#endif
