/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * p9_client.c - a 9P client: tags, requests and their replies, flushing what nobody waits for.
 *
 * Era: 6.1, where each request is counted (a caller and the transport may let go of it in any order)
 * and carries its tag until the last of them does.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <net/9p/client.h>
#include <net/9p/transport.h>

#include "p9_fcall.h"

#define P9_VERSION "9P2000.L"

/* ---- requests ------------------------------------------------------------------------------ */

static int p9_fcall_init(struct p9_client *c, struct p9_fcall *fc)
{
	fc->sdata = kmem_cache_alloc(c->fcall_cache, GFP_NOFS);
	if (!fc->sdata)
		return -ENOMEM;
	fc->capacity = c->msize;
	fc->offset = 0;
	fc->size = 0;
	return 0;
}

/* A request of its type with an empty body; referred to by the caller and the transport to be. */
static struct p9_req_t *p9_tag_alloc(struct p9_client *c, u8 type)
{
	struct p9_req_t *req;
	int tag = P9_NOTAG;

	if (READ_ONCE(c->status) != Connected)
		return ERR_PTR(-EIO);
	req = kzalloc(sizeof(*req), GFP_NOFS);
	if (!req)
		return ERR_PTR(-ENOMEM);
	if (p9_fcall_init(c, &req->tc) || p9_fcall_init(c, &req->rc))
		goto free;
	if (type != P9_TVERSION)
		tag = idr_alloc(&c->reqs, req, 0, P9_NOTAG, GFP_NOFS);
	if (tag < 0)
		goto free;
	spin_lock_irq(&c->lock);
	c->open++;
	spin_unlock_irq(&c->lock);
	init_waitqueue_head(&req->wq);
	refcount_set(&req->refcount, 2);
	p9_fcall_begin(&req->tc, type, (u16)tag);
	return req;

free:
	if (req->rc.sdata)
		kmem_cache_free(c->fcall_cache, req->rc.sdata);
	if (req->tc.sdata)
		kmem_cache_free(c->fcall_cache, req->tc.sdata);
	kfree(req);
	return ERR_PTR(-ENOMEM);
}

void p9_req_put(struct p9_client *c, struct p9_req_t *req)
{
	unsigned long flags;

	if (!refcount_dec_and_test(&req->refcount))
		return;
	if (req->tc.tag != P9_NOTAG)
		idr_remove(&c->reqs, req->tc.tag);
	kmem_cache_free(c->fcall_cache, req->tc.sdata);
	kmem_cache_free(c->fcall_cache, req->rc.sdata);
	kfree(req);

	/* Whoever waits for this frees the client, but not before it gets the lock. */
	spin_lock_irqsave(&c->lock, flags);
	if (!--c->open)
		wake_up(&c->idle);
	spin_unlock_irqrestore(&c->lock, flags);
}
EXPORT_SYMBOL(p9_req_put);

void p9_client_cb(struct p9_client *c, struct p9_req_t *req, int status)
{
	/* The reply is there before the status says so; the other side is in p9_client_rpc(). */
	smp_wmb();
	WRITE_ONCE(req->status, status);
	wake_up(&req->wq);
	p9_req_put(c, req);
}
EXPORT_SYMBOL(p9_client_cb);

/* Is the reply one to this request? 0 or the error that it brings. */
static int p9_check_errors(struct p9_req_t *req)
{
	struct p9_fcall *rc = &req->rc;

	if (p9_fcall_parse(rc) || rc->tag != req->tc.tag)
		return -EIO;
	if (rc->id == P9_RLERROR)
		return -(int)p9_get(rc, 4);
	return rc->id == req->tc.id + 1 ? 0 : -EIO;
}

static void p9_client_flush(struct p9_client *c, struct p9_req_t *oldreq);

/* Sends a request and waits for its reply; 0 or an error. The caller keeps its reference. */
static int p9_client_rpc(struct p9_client *c, struct p9_req_t *req)
{
	int err;

	p9_fcall_finish(&req->tc);
	err = c->trans_mod->request(c, req);
	if (err < 0) {
		p9_req_put(c, req);
		if (err != -ERESTARTSYS)
			WRITE_ONCE(c->status, Disconnected);
		return err;
	}

	/* A flush is waited for whatever comes: what it is about must not come later. */
	do
		err = wait_event_killable(req->wq, READ_ONCE(req->status) >= REQ_STATUS_RCVD);
	while (err && req->tc.id == P9_TFLUSH);
	smp_rmb();

	if (err) {
		if (c->trans_mod->cancel(c, req))
			p9_client_flush(c, req);
		if (READ_ONCE(req->status) == REQ_STATUS_RCVD)
			err = 0;
		smp_rmb();
	}
	/* The transport lost its device. */
	if (!err && READ_ONCE(req->status) == REQ_STATUS_ERROR)
		err = -EIO;
	return err ? err : p9_check_errors(req);
}

/* Nobody waits for oldreq any more: the server is not to go on with it. */
static void p9_client_flush(struct p9_client *c, struct p9_req_t *oldreq)
{
	struct p9_req_t *req = p9_tag_alloc(c, P9_TFLUSH);

	/* Then its reply just comes, some day. */
	if (IS_ERR(req))
		return;
	p9_put(&req->tc, 2, oldreq->tc.tag);
	if (!p9_client_rpc(c, req) && READ_ONCE(oldreq->status) == REQ_STATUS_SENT)
		c->trans_mod->cancelled(c, oldreq);
	p9_req_put(c, req);
}

/* ---- what a file system calls -------------------------------------------------------------- */

int p9_client_read(struct p9_client *clnt, u32 fid, u64 offset, void *data, u32 count)
{
	struct p9_req_t *req = p9_tag_alloc(clnt, P9_TREAD);
	u32 received;
	int err;

	if (IS_ERR(req))
		return PTR_ERR(req);
	count = min(count, clnt->msize - P9_RDHDRSZ);
	p9_put(&req->tc, 4, fid);
	p9_put(&req->tc, 8, offset);
	p9_put(&req->tc, 4, count);
	err = p9_client_rpc(clnt, req);
	if (!err) {
		received = p9_get(&req->rc, 4);
		if (received > count || received > req->rc.size - P9_RDHDRSZ) {
			err = -EIO;
		} else {
			memcpy(data, req->rc.sdata + P9_RDHDRSZ, received);
			err = (int)received;
		}
	}
	p9_req_put(clnt, req);
	return err;
}
EXPORT_SYMBOL(p9_client_read);

int p9_client_write(struct p9_client *clnt, u32 fid, u64 offset, const void *data, u32 count)
{
	struct p9_req_t *req = p9_tag_alloc(clnt, P9_TWRITE);
	u32 written;
	int err;

	if (IS_ERR(req))
		return PTR_ERR(req);
	count = min(count, clnt->msize - P9_RWHDRSZ);
	p9_put(&req->tc, 4, fid);
	p9_put(&req->tc, 8, offset);
	p9_put(&req->tc, 4, count);
	memcpy(req->tc.sdata + req->tc.offset, data, count);
	req->tc.offset += count;
	err = p9_client_rpc(clnt, req);
	if (!err) {
		written = p9_get(&req->rc, 4);
		err = written > count ? -EIO : (int)written;
	}
	p9_req_put(clnt, req);
	return err;
}
EXPORT_SYMBOL(p9_client_write);

/* Agrees with the server on the dialect and on the size of a message. */
static int p9_client_version(struct p9_client *c)
{
	struct p9_req_t *req = p9_tag_alloc(c, P9_TVERSION);
	int err;

	if (IS_ERR(req))
		return PTR_ERR(req);
	p9_put(&req->tc, 4, c->msize);
	p9_put(&req->tc, 2, strlen(P9_VERSION));
	memcpy(req->tc.sdata + req->tc.offset, P9_VERSION, strlen(P9_VERSION));
	req->tc.offset += strlen(P9_VERSION);
	err = p9_client_rpc(c, req);
	if (!err)
		c->msize = min(c->msize, (unsigned int)p9_get(&req->rc, 4));
	p9_req_put(c, req);
	return err;
}

struct p9_client *p9_client_create(const char *trans, const char *dev_name, unsigned int msize)
{
	struct p9_client *clnt = kzalloc(sizeof(*clnt), GFP_KERNEL);
	int err;

	if (!clnt)
		return ERR_PTR(-ENOMEM);
	spin_lock_init(&clnt->lock);
	init_waitqueue_head(&clnt->idle);
	idr_init(&clnt->reqs);
	err = -EPROTONOSUPPORT;
	clnt->trans_mod = v9fs_get_trans_by_name(trans);
	if (!clnt->trans_mod)
		goto free_client;
	clnt->msize = min(msize, clnt->trans_mod->maxsize);
	err = -ENOMEM;
	clnt->fcall_cache = kmem_cache_create("9p-fcall-cache", clnt->msize, 0, 0, NULL);
	if (!clnt->fcall_cache)
		goto free_client;
	err = clnt->trans_mod->create(clnt, dev_name);
	if (err)
		goto destroy_cache;
	err = p9_client_version(clnt);
	if (!err)
		return clnt;
	clnt->trans_mod->close(clnt);
destroy_cache:
	kmem_cache_destroy(clnt->fcall_cache);
free_client:
	kfree(clnt);
	return ERR_PTR(err);
}
EXPORT_SYMBOL(p9_client_create);

void p9_client_destroy(struct p9_client *clnt)
{
	spin_lock_irq(&clnt->lock);
	wait_event_lock_irq(clnt->idle, !clnt->open, clnt->lock);
	spin_unlock_irq(&clnt->lock);
	clnt->trans_mod->close(clnt);
	idr_destroy(&clnt->reqs);
	kmem_cache_destroy(clnt->fcall_cache);
	kfree(clnt);
}
EXPORT_SYMBOL(p9_client_destroy);
