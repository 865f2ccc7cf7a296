/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * client.h - a 9P client: requests with their tags, and the calls of a file system.
 */
#ifndef SIM_NET_9P_CLIENT_H
#define SIM_NET_9P_CLIENT_H

#include <linux/idr.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <net/9p/9p.h>

enum p9_trans_status {
	Connected,
	Disconnected, /* the transport has failed: all requests do */
};

enum p9_req_status_t {
	REQ_STATUS_ALLOC,
	REQ_STATUS_UNSENT,
	REQ_STATUS_SENT,
	REQ_STATUS_RCVD,
	REQ_STATUS_FLSHD, /* was flushed, no reply will come */
	REQ_STATUS_ERROR,
};

/*
 * A request. The caller holds a reference and the transport another, from its request() until
 * p9_client_cb() or cancelled(). status goes from ALLOC to SENT to one of the others; what else
 * changed before the last step is there for who sees that step.
 */
struct p9_req_t {
	int status;
	int t_err;
	refcount_t refcount;
	wait_queue_head_t wq;
	struct p9_fcall tc; /* to the server */
	struct p9_fcall rc; /* from the server */
};

struct p9_client {
	spinlock_t lock; /* open */
	unsigned int open; /* requests that somebody refers to */
	wait_queue_head_t idle; /* open is 0 */
	unsigned int msize;
	struct p9_trans_module *trans_mod;
	enum p9_trans_status status;
	void *trans; /* the transport's */
	struct kmem_cache *fcall_cache;
	struct idr reqs; /* by tag */
};

/*
 * Mounts the server that transport trans knows as dev_name. msize: bytes of the largest message. An
 * ERR_PTR if there is none, it is in use, or there is no memory. Task context, like all below.
 */
struct p9_client *p9_client_create(const char *trans, const char *dev_name, unsigned int msize);
/* Nobody asks for anything any more; waits for requests whose callers have gone. */
void p9_client_destroy(struct p9_client *clnt);

/* count bytes at offset of file fid: how many there were, or a negative error. A count that does not
 * fit into msize is cut. */
int p9_client_read(struct p9_client *clnt, u32 fid, u64 offset, void *data, u32 count);
int p9_client_write(struct p9_client *clnt, u32 fid, u64 offset, const void *data, u32 count);

/* For transports: the reply is there (REQ_STATUS_RCVD), or never comes. Any context. */
void p9_client_cb(struct p9_client *c, struct p9_req_t *req, int status);
/* Drops a reference; the last one frees. Any context. */
void p9_req_put(struct p9_client *c, struct p9_req_t *req);

#endif
