/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * p9_virtio.c - 9P over virtio: carries the messages of a 9P client to a server in the host.
 *
 * Re-implements Linux's net/9p/trans_virtio.c of 6.1 without zero copy: a channel for each device, found
 * by its mount tag and used by one client at a time; a request that finds the ring full sleeps until
 * a reply has made room ("[net/9p]: Introduce basic flow-control for VirtIO transport.", 2.6.39); the
 * interrupt takes all replies under the channel's lock ("9p/virtio: fix hard lockup in req_done",
 * 4.19); a reply of no length is no reply ("9p/trans_virtio: discard zero-length reply", 5.17).
 * Suspend, which that driver does not know, waits for the replies and keeps new requests waiting.
 */
#include <linux/err.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_9p.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/wait.h>
#include <net/9p/client.h>
#include <net/9p/transport.h>

#define VIRTQUEUE_NUM 128 /* segments of a request and its reply */
#define P9_TAG_BYTES_MAX 255 /* of a mount tag, whatever the device says */

/* Protects the list of channels, and which are in use. */
static DEFINE_MUTEX(virtio_9p_lock);
static LIST_HEAD(virtio_chan_list);

struct virtio_chan {
	struct list_head chan_list;
	char *tag; /* the name that a client mounts */
	bool inuse;
	struct p9_client *client; /* while inuse */
	struct virtio_device *vdev;
	struct virtqueue *vq; /* NULL after a resume that failed */
	wait_queue_head_t vc_wq; /* for ring_bufs_avail, for in_flight to be 0, for inuse to end */

	/* Protects the queue and what follows; taken by the interrupt. */
	spinlock_t lock;
	bool ring_bufs_avail; /* a request may try; cleared by one that found no room */
	bool frozen;
	unsigned int in_flight;
	struct scatterlist sg[VIRTQUEUE_NUM];
};

/* ---- requests ------------------------------------------------------------------------------ */

/* The device has answered some requests. Hardirq context. */
static void req_done(struct virtqueue *vq)
{
	struct virtio_chan *chan = vq->vdev->priv;
	bool need_wakeup = false;
	struct p9_req_t *req;
	unsigned long flags;
	unsigned int len;

	spin_lock_irqsave(&chan->lock, flags);
	while ((req = virtqueue_get_buf(chan->vq, &len)) != NULL) {
		chan->in_flight--;
		if (!chan->ring_bufs_avail) {
			WRITE_ONCE(chan->ring_bufs_avail, !chan->frozen);
			need_wakeup = true;
		}
		/* A request that was flushed comes back empty: whoever flushed it lets it go. */
		if (len) {
			req->rc.size = len;
			p9_client_cb(chan->client, req, REQ_STATUS_RCVD);
		}
	}
	/* Under the lock, behind which a removal may free the channel. */
	if (need_wakeup)
		wake_up(&chan->vc_wq);
	spin_unlock_irqrestore(&chan->lock, flags);
}

/* Points sg[] from start on at count bytes at data, page by page; returns the entry behind. */
static unsigned int pack_sg_list(struct scatterlist *sg, unsigned int start, u8 *data, size_t count)
{
	unsigned int index = start;

	while (count) {
		size_t bytes = min(count, PAGE_SIZE - offset_in_page(data));

		BUG_ON(index == VIRTQUEUE_NUM);
		sg_unmark_end(&sg[index]);
		sg_set_buf(&sg[index++], data, bytes);
		data += bytes;
		count -= bytes;
	}
	sg_mark_end(&sg[index - 1]);
	return index;
}

/* Exposes the request with room for its reply, and tells the device. Under chan->lock. */
static int p9_virtio_send(struct virtio_chan *chan, struct p9_req_t *req)
{
	struct scatterlist *sgs[2];
	unsigned int out;
	int err;

	if (chan->frozen)
		return -ENOSPC;
	if (!chan->vq)
		return -EIO;
	out = pack_sg_list(chan->sg, 0, req->tc.sdata, req->tc.size);
	pack_sg_list(chan->sg, out, req->rc.sdata, req->rc.capacity);
	sgs[0] = &chan->sg[0];
	sgs[1] = &chan->sg[out];
	err = virtqueue_add_sgs(chan->vq, sgs, 1, 1, req, GFP_ATOMIC);
	/* No reply will make room. */
	if (err == -ENOSPC && !chan->in_flight)
		return -EMSGSIZE;
	if (err)
		return err;
	chan->in_flight++;
	virtqueue_kick(chan->vq);
	return 0;
}

/* Task context. */
static int p9_virtio_request(struct p9_client *client, struct p9_req_t *req)
{
	struct virtio_chan *chan = client->trans;
	unsigned long flags;
	int err;

	WRITE_ONCE(req->status, REQ_STATUS_SENT);
	for (;;) {
		spin_lock_irqsave(&chan->lock, flags);
		err = p9_virtio_send(chan, req);
		if (err == -ENOSPC)
			WRITE_ONCE(chan->ring_bufs_avail, false);
		spin_unlock_irqrestore(&chan->lock, flags);
		if (err != -ENOSPC)
			return err ? -EIO : 0;

		err = wait_event_killable(chan->vc_wq, READ_ONCE(chan->ring_bufs_avail));
		if (err)
			return err;
	}
}

/* What is in the ring cannot be taken out of it. */
static int p9_virtio_cancel(struct p9_client *client, struct p9_req_t *req)
{
	return 1;
}

/* No reply comes any more, so that req_done() does not drop the transport's reference. */
static int p9_virtio_cancelled(struct p9_client *client, struct p9_req_t *req)
{
	WRITE_ONCE(req->status, REQ_STATUS_FLSHD);
	p9_req_put(client, req);
	return 0;
}

/* ---- clients ------------------------------------------------------------------------------- */

static int p9_virtio_create(struct p9_client *client, const char *devname)
{
	struct virtio_chan *chan;
	int ret = -ENOENT;

	mutex_lock(&virtio_9p_lock);
	list_for_each_entry (chan, &virtio_chan_list, chan_list) {
		if (strcmp(chan->tag, devname))
			continue;
		if (chan->inuse) {
			ret = -EBUSY;
			continue;
		}
		chan->inuse = true;
		chan->client = client;
		client->trans = chan;
		ret = 0;
		break;
	}
	mutex_unlock(&virtio_9p_lock);
	return ret;
}

static void p9_virtio_close(struct p9_client *client)
{
	struct virtio_chan *chan = client->trans;

	mutex_lock(&virtio_9p_lock);
	WRITE_ONCE(chan->inuse, false);
	wake_up(&chan->vc_wq);
	mutex_unlock(&virtio_9p_lock);
}

static struct p9_trans_module p9_virtio_trans = {
	.name = "virtio",
	.create = p9_virtio_create,
	.close = p9_virtio_close,
	.request = p9_virtio_request,
	.cancel = p9_virtio_cancel,
	.cancelled = p9_virtio_cancelled,
	/* Room for a request and its reply, none of which begins or ends with a page. */
	.maxsize = PAGE_SIZE * (VIRTQUEUE_NUM / 2 - 1),
	.owner = THIS_MODULE,
};

/* ---- life ---------------------------------------------------------------------------------- */

static int p9_virtio_init_vq(struct virtio_chan *chan)
{
	struct virtqueue *vq = virtio_find_single_vq(chan->vdev, req_done, "requests");

	chan->vq = IS_ERR(vq) ? NULL : vq;
	return IS_ERR(vq) ? PTR_ERR(vq) : 0;
}

static char *p9_virtio_mount_tag(struct virtio_device *vdev)
{
	char *tag;
	u16 len;

	if (virtio_cread_feature(vdev, VIRTIO_9P_MOUNT_TAG, struct virtio_9p_config, tag_len, &len))
		return ERR_PTR(-EINVAL);
	if (len > P9_TAG_BYTES_MAX)
		return ERR_PTR(-EINVAL);
	tag = kzalloc(len + 1, GFP_KERNEL);
	if (!tag)
		return ERR_PTR(-ENOMEM);
	virtio_cread_bytes(vdev, offsetof(struct virtio_9p_config, tag), tag, len);
	return tag;
}

static int p9_virtio_probe(struct virtio_device *vdev)
{
	struct virtio_chan *chan = kzalloc(sizeof(*chan), GFP_KERNEL);
	int err;

	if (!chan)
		return -ENOMEM;
	vdev->priv = chan;
	chan->vdev = vdev;
	spin_lock_init(&chan->lock);
	init_waitqueue_head(&chan->vc_wq);
	chan->ring_bufs_avail = true;
	sg_init_table(chan->sg, VIRTQUEUE_NUM);

	chan->tag = p9_virtio_mount_tag(vdev);
	err = PTR_ERR_OR_ZERO(chan->tag);
	if (err)
		goto free_chan;
	err = p9_virtio_init_vq(chan);
	if (err)
		goto free_tag;
	virtio_device_ready(vdev);

	mutex_lock(&virtio_9p_lock);
	list_add_tail(&chan->chan_list, &virtio_chan_list);
	mutex_unlock(&virtio_9p_lock);
	return 0;

free_tag:
	kfree(chan->tag);
free_chan:
	kfree(chan);
	return err;
}

/* A device that broke the rules, or was torn out, answers no more: its requests fail, and so does
 * what comes. */
static void p9_virtio_fail_requests(struct virtio_chan *chan)
{
	struct p9_req_t *req;

	/* Who told the device of a request before the queue broke has done so. */
	spin_lock_irq(&chan->lock);
	spin_unlock_irq(&chan->lock);
	virtio_reset_device(chan->vdev);
	spin_lock_irq(&chan->lock);
	while ((req = virtqueue_detach_unused_buf(chan->vq))) {
		chan->in_flight--;
		p9_client_cb(chan->client, req, REQ_STATUS_ERROR);
	}
	WRITE_ONCE(chan->ring_bufs_avail, true);
	wake_up(&chan->vc_wq);
	spin_unlock_irq(&chan->lock);
}

/* The device goes when it is no longer mounted, and then has nothing in flight. */
static void p9_virtio_remove(struct virtio_device *vdev)
{
	struct virtio_chan *chan = vdev->priv;

	mutex_lock(&virtio_9p_lock);
	list_del(&chan->chan_list);
	mutex_unlock(&virtio_9p_lock);

	if (chan->vq && virtqueue_is_broken(chan->vq))
		p9_virtio_fail_requests(chan);
	wait_event(chan->vc_wq, !READ_ONCE(chan->inuse));
	/* Whoever closed it has not let go of it before this. */
	mutex_lock(&virtio_9p_lock);
	mutex_unlock(&virtio_9p_lock);

	virtio_reset_device(vdev);
	if (chan->vq)
		vdev->config->del_vqs(vdev);
	kfree(chan->tag);
	kfree(chan);
}

/* Replies come in, requests wait as they do for room in the ring. */
static int p9_virtio_freeze(struct virtio_device *vdev)
{
	struct virtio_chan *chan = vdev->priv;

	spin_lock_irq(&chan->lock);
	chan->frozen = true;
	WRITE_ONCE(chan->ring_bufs_avail, false);
	wait_event_lock_irq(chan->vc_wq, !chan->in_flight, chan->lock);
	spin_unlock_irq(&chan->lock);

	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
	return 0;
}

static int p9_virtio_restore(struct virtio_device *vdev)
{
	struct virtio_chan *chan = vdev->priv;
	int err = p9_virtio_init_vq(chan);

	if (!err)
		virtio_device_ready(vdev);

	/* If the device did not come back, those who wait are told. */
	spin_lock_irq(&chan->lock);
	chan->frozen = false;
	WRITE_ONCE(chan->ring_bufs_avail, true);
	wake_up(&chan->vc_wq);
	spin_unlock_irq(&chan->lock);
	return err;
}

static const struct virtio_device_id id_table[] = {
	{ VIRTIO_ID_9P, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static const unsigned int features[] = { VIRTIO_9P_MOUNT_TAG };

static struct virtio_driver p9_virtio_drv = {
	.driver.name = "9pnet_virtio",
	.driver.owner = THIS_MODULE,
	.id_table = id_table,
	.feature_table = features,
	.feature_table_size = ARRAY_SIZE(features),
	.probe = p9_virtio_probe,
	.remove = p9_virtio_remove,
	.freeze = p9_virtio_freeze,
	.restore = p9_virtio_restore,
};

static int __init p9_virtio_init(void)
{
	int err;

	v9fs_register_trans(&p9_virtio_trans);
	err = register_virtio_driver(&p9_virtio_drv);
	if (err)
		v9fs_unregister_trans(&p9_virtio_trans);
	return err;
}

static void __exit p9_virtio_cleanup(void)
{
	unregister_virtio_driver(&p9_virtio_drv);
	v9fs_unregister_trans(&p9_virtio_trans);
}

module_init(p9_virtio_init);
module_exit(p9_virtio_cleanup);

MODULE_DEVICE_TABLE(virtio, id_table);
MODULE_DESCRIPTION("9P over virtio");
MODULE_LICENSE("GPL v2");
