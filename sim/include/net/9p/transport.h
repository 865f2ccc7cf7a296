/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport.h - what carries 9P messages.
 */
#ifndef SIM_NET_9P_TRANSPORT_H
#define SIM_NET_9P_TRANSPORT_H

#include <linux/list.h>
#include <linux/module.h>

struct p9_client;
struct p9_req_t;

/*
 * Task context, may sleep.
 * create: takes the channel called devname for the client; close gives it back.
 * request: sends req->tc; on an error the reference that it would have kept is left to the caller.
 * The reply is announced by p9_client_cb().
 * cancel: 0 if the request was not sent yet and never will be; 1: only the server can stop it.
 * cancelled: the server has answered a Tflush instead: no reply will come any more.
 */
struct p9_trans_module {
	struct list_head list;
	const char *name;
	unsigned int maxsize; /* of a message */
	struct module *owner;
	int (*create)(struct p9_client *client, const char *devname);
	void (*close)(struct p9_client *client);
	int (*request)(struct p9_client *client, struct p9_req_t *req);
	int (*cancel)(struct p9_client *client, struct p9_req_t *req);
	int (*cancelled)(struct p9_client *client, struct p9_req_t *req);
};

void v9fs_register_trans(struct p9_trans_module *m);
void v9fs_unregister_trans(struct p9_trans_module *m);
/* NULL if there is none of that name. */
struct p9_trans_module *v9fs_get_trans_by_name(const char *s);

#endif
