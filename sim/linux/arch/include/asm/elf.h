/* SPDX-License-Identifier: GPL-2.0-only */
/* elf.h - only what <linux/elf.h> needs to have types for the machine's word size. */
#ifndef _ASM_ELF_H
#define _ASM_ELF_H

#include <asm/ptrace.h>

#define ELF_CLASS ELFCLASS64
#define ELF_DATA ELFDATA2LSB
#define ELF_ARCH EM_NONE

typedef unsigned long elf_greg_t;
typedef elf_greg_t elf_gregset_t[1];
typedef unsigned long elf_fpregset_t;

#define elf_check_arch(x) ((x)->e_machine == ELF_ARCH)
#define ELF_EXEC_PAGESIZE PAGE_SIZE
#define ELF_HWCAP 0
#define ELF_PLATFORM NULL

#endif
