/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * error-report.h - messages of a device process; they go to the trace.
 */
#ifndef QEMU_ERROR_REPORT_H
#define QEMU_ERROR_REPORT_H

#include <stdarg.h>

void error_vreport(const char *fmt, va_list args);
__attribute__((format(printf, 1, 2))) void error_report(const char *fmt, ...);
__attribute__((format(printf, 1, 2))) void warn_report(const char *fmt, ...);

#endif
