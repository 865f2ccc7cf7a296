/* SPDX-License-Identifier: GPL-2.0-only */
/* rtnetlink.h - the mutex under which network devices are configured. Task context. */
#ifndef SIM_LINUX_RTNETLINK_H
#define SIM_LINUX_RTNETLINK_H

#include <linux/bug.h>
#include <linux/types.h>

void rtnl_lock(void);
void rtnl_unlock(void);
bool rtnl_is_locked(void);

#define ASSERT_RTNL() WARN_ON(!rtnl_is_locked())

#endif
