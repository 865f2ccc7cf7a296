/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll.h - ppoll(2); see sim/syscall.h.
 */
#ifndef POLL_H
#define POLL_H

#include <sim/syscall.h>

typedef unsigned int nfds_t;

/* Sleeps with timeout_ns -1, does not with 0. In place of a mask of signals: what the sleep is about. */
static inline int ppoll(struct pollfd *fds, nfds_t nfds, int64_t timeout_ns,
			const struct sim_wait *wait)
{
	return sim_sys_ppoll(fds, nfds, timeout_ns != 0, wait);
}

#endif
