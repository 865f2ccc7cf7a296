/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_this.c - the THIS_MODULE of each module: compiled once for each, under its name.
 *
 * VQSIM_HAS_INIT and VQSIM_HAS_EXIT say which ends the module's own files have.
 */
#include <linux/module.h>

__visible struct module __this_module = {
	.name = KBUILD_MODNAME,
	.state = MODULE_STATE_LIVE,
#ifdef VQSIM_HAS_INIT
	.init = init_module,
#endif
#ifdef VQSIM_HAS_EXIT
	.exit = cleanup_module,
#endif
};
