/* SPDX-License-Identifier: GPL-2.0-only */
/* threads.h - the largest number of vCPUs a machine can have. */
#ifndef SIM_LINUX_THREADS_H
#define SIM_LINUX_THREADS_H

#define NR_CPUS 8

#endif
