/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smp.h - the interrupts between vCPUs.
 */
#ifndef LINUX_SMP_PORT_H
#define LINUX_SMP_PORT_H

/* Requests each vCPU's line. Once, at boot. */
void vqsim_smp_init(void);

#endif
