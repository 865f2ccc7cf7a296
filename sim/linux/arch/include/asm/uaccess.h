/* SPDX-License-Identifier: GPL-2.0-only */
/* uaccess.h - user memory is simulated memory like any other. */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <asm-generic/uaccess.h>

#endif
