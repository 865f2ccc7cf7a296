/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_sim.c - the host's half of the vhost world: takes virtio-blk requests out of its rings and
 * does them on a file, one after the other, in the vhost worker.
 */
#include <linux/blk_types.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <linux/version.h>
#include <linux/virtio_blk.h>

#include <../drivers/vhost/vhost.h>

#include "vhost_sim.h"

/* Requests and bytes that one run of a queue's work may take before other works have their turn. */
#define VHOST_SIM_PACKETS 2
#define VHOST_SIM_BYTES 0x80000
#define VHOST_SIM_IOV_MAX 64

#define VHOST_SIM_SERIAL "vqsim-vhost-0"

struct vhost_sim {
	struct vhost_dev dev;
	struct vhost_virtqueue *pointers[VHOST_SIM_QUEUES_MAX];
	struct vhost_virtqueue vqs[];
};

/* ---- one request --------------------------------------------------------------------------- */

struct sim_request {
	struct virtio_blk_outhdr header;
	struct iov_iter out; /* what the guest wrote, behind the header */
	struct iov_iter in; /* what it is to read, up to the status */
	size_t written; /* to in */
};

static int request_transfer(struct sim_request *req, struct file *file, bool write)
{
	loff_t pos = le64_to_cpu((__force __le64)req->header.sector) << SECTOR_SHIFT;
	struct iov_iter *iter = write ? &req->out : &req->in;
	size_t bytes = iov_iter_count(iter);
	ssize_t done;

	if (write)
		done = vfs_iter_write(file, iter, &pos, 0);
	else
		done = vfs_iter_read(file, iter, &pos, 0);
	if (done > 0 && !write)
		req->written += done;
	return done == bytes ? VIRTIO_BLK_S_OK : VIRTIO_BLK_S_IOERR;
}

static int request_serial(struct sim_request *req)
{
	char serial[VIRTIO_BLK_ID_BYTES] = VHOST_SIM_SERIAL;

	req->written += copy_to_iter(serial, sizeof(serial), &req->in);
	return VIRTIO_BLK_S_OK;
}

static int request_flush(struct file *file)
{
	int error = vfs_fsync(file, 0);

	/* A file without anything to sync is as good as synced. */
	return error && error != -EINVAL ? VIRTIO_BLK_S_IOERR : VIRTIO_BLK_S_OK;
}

static u8 request_execute(struct sim_request *req, struct file *file)
{
	switch (le32_to_cpu((__force __le32)req->header.type)) {
	case VIRTIO_BLK_T_IN:
		return request_transfer(req, file, false);
	case VIRTIO_BLK_T_OUT:
		return request_transfer(req, file, true);
	case VIRTIO_BLK_T_FLUSH:
		return request_flush(file);
	case VIRTIO_BLK_T_GET_ID:
		return request_serial(req);
	default:
		return VIRTIO_BLK_S_UNSUPP;
	}
}

/* Serves the chain in vq->iov. Returns the bytes written to it, or a negative errno if it is no
 * request at all. */
static int vhost_sim_serve(struct vhost_virtqueue *vq, struct file *file, unsigned int out,
			   unsigned int in)
{
	size_t out_bytes = iov_length(vq->iov, out);
	size_t in_bytes = iov_length(vq->iov + out, in);
	struct sim_request req = {};
	u8 status;

	iov_iter_init(&req.out, ITER_SOURCE, vq->iov, out, out_bytes);
	iov_iter_init(&req.in, ITER_DEST, vq->iov + out, in, in_bytes);
	if (!in_bytes || !copy_from_iter_full(&req.header, sizeof(req.header), &req.out)) {
		vq_err(vq, "a chain of %zu and %zu bytes is no request\n", out_bytes, in_bytes);
		return -EINVAL;
	}
	iov_iter_truncate(&req.in, in_bytes - sizeof(status));
	status = request_execute(&req, file);

	/* The last byte, wherever the data ended. */
	iov_iter_advance(&req.in, iov_iter_count(&req.in));
	iov_iter_reexpand(&req.in, sizeof(status));
	if (!copy_to_iter(&status, sizeof(status), &req.in)) {
		vq_err(vq, "the status cannot be written\n");
		return -EFAULT;
	}
	return req.written + sizeof(status);
}

/* ---- a queue ------------------------------------------------------------------------------- */

static void vhost_sim_run(struct vhost_dev *dev, struct vhost_virtqueue *vq, struct file *file)
{
	unsigned int out, in;
	int packets = 0;
	int bytes = 0;

	vhost_disable_notify(dev, vq);
	for (;;) {
		int head =
			vhost_get_vq_desc(vq, vq->iov, ARRAY_SIZE(vq->iov), &out, &in, NULL, NULL);
		int written;

		if (head < 0)
			return;
		if (head == vq->num) {
			if (!vhost_enable_notify(dev, vq))
				return;
			vhost_disable_notify(dev, vq);
			continue;
		}
		written = vhost_sim_serve(vq, file, out, in);
		if (written < 0)
			return;
		vhost_add_used_and_signal(dev, vq, head, written);
		bytes += written;
		if (vhost_exceeds_weight(vq, ++packets, bytes))
			return;
	}
}

static void vhost_sim_handle_kick(struct vhost_work *work)
{
	struct vhost_virtqueue *vq = container_of(work, struct vhost_virtqueue, poll.work);
	struct file *file;

	mutex_lock(&vq->mutex);
	file = vhost_vq_get_backend(vq);
	if (file)
		vhost_sim_run(vq->dev, vq, file);
	mutex_unlock(&vq->mutex);
}

static struct file *queue_stop(struct vhost_virtqueue *vq)
{
	struct file *file;

	mutex_lock(&vq->mutex);
	file = vhost_vq_get_backend(vq);
	vhost_vq_set_backend(vq, NULL);
	vhost_poll_stop(&vq->poll);
	mutex_unlock(&vq->mutex);
	return file;
}

static long queue_start(struct vhost_virtqueue *vq, struct file *file)
{
	long error = -EFAULT;

	mutex_lock(&vq->mutex);
	if (!vhost_vq_access_ok(vq))
		goto out;
	error = -EBUSY;
	if (vhost_vq_get_backend(vq))
		goto out;
	vhost_vq_set_backend(vq, file);
	error = vhost_vq_init_access(vq);
	if (!error && vq->kick)
		error = vhost_poll_start(&vq->poll, vq->kick);
	if (error)
		vhost_vq_set_backend(vq, NULL);
	else
		/* A kick may have come too early to find the backend; and a queue that was
		 * stopped in the middle of its work still has notifications off. */
		vhost_poll_queue(&vq->poll);
out:
	mutex_unlock(&vq->mutex);
	return error;
}

/* ---- the device ---------------------------------------------------------------------------- */

static long set_backend(struct vhost_sim *sim, const struct vhost_vring_file *backend)
{
	struct file *file;
	long error;

	if (backend->index >= sim->dev.nvqs)
		return -ENOBUFS;
	if (backend->fd == VHOST_FILE_UNBIND) {
		file = queue_stop(&sim->vqs[backend->index]);
		/* The worker may still be at it. */
		vhost_dev_flush(&sim->dev);
		if (file)
			fput(file);
		return 0;
	}
	file = fget(backend->fd);
	if (!file)
		return -EBADF;
	error = queue_start(&sim->vqs[backend->index], file);
	if (error)
		fput(file);
	return error;
}

static void set_features(struct vhost_sim *sim, u64 features)
{
	int i;

	for (i = 0; i < sim->dev.nvqs; i++) {
		struct vhost_virtqueue *vq = &sim->vqs[i];

		mutex_lock(&vq->mutex);
		vq->acked_features = features;
		mutex_unlock(&vq->mutex);
	}
}

static long core_ioctl(struct vhost_sim *sim, unsigned int cmd, void __user *arg)
{
	long ret = -ENOIOCTLCMD;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	switch (cmd) {
	case VHOST_NEW_WORKER:
	case VHOST_FREE_WORKER:
	case VHOST_ATTACH_VRING_WORKER:
	case VHOST_GET_VRING_WORKER:
		return vhost_worker_ioctl(&sim->dev, cmd, arg);
	}
#endif
	ret = vhost_dev_ioctl(&sim->dev, cmd, arg);
	if (ret == -ENOIOCTLCMD)
		ret = vhost_vring_ioctl(&sim->dev, cmd, arg);
	return ret;
}

static long owned_ioctl(struct vhost_sim *sim, unsigned int cmd, void __user *arg)
{
	struct vhost_vring_file backend;
	u64 features;

	switch (cmd) {
	case VHOST_SIM_SET_BACKEND:
		if (copy_from_user(&backend, arg, sizeof(backend)))
			return -EFAULT;
		return vhost_dev_check_owner(&sim->dev) ?: set_backend(sim, &backend);
	case VHOST_SET_FEATURES:
		if (copy_from_user(&features, arg, sizeof(features)))
			return -EFAULT;
		if (features & ~VHOST_FEATURES)
			return -EOPNOTSUPP;
		set_features(sim, features);
		return 0;
	default:
		return core_ioctl(sim, cmd, arg);
	}
}

long vhost_sim_ioctl(struct vhost_sim *sim, unsigned int cmd, void __user *arg)
{
	long ret;

	mutex_lock(&sim->dev.mutex);
	ret = owned_ioctl(sim, cmd, arg);
	mutex_unlock(&sim->dev.mutex);
	return ret;
}

void vhost_sim_flush(struct vhost_sim *sim)
{
	vhost_dev_flush(&sim->dev);
}

struct vhost_sim *vhost_sim_open(unsigned int queues)
{
	struct vhost_sim *sim = kvzalloc(struct_size(sim, vqs, queues), GFP_KERNEL);
	unsigned int i;

	if (!sim)
		return NULL;
	for (i = 0; i < queues; i++) {
		sim->pointers[i] = &sim->vqs[i];
		sim->vqs[i].handle_kick = vhost_sim_handle_kick;
	}
	vhost_dev_init(&sim->dev, sim->pointers, queues, VHOST_SIM_IOV_MAX, VHOST_SIM_PACKETS,
		       VHOST_SIM_BYTES, true, NULL);
	return sim;
}

void vhost_sim_release(struct vhost_sim *sim)
{
	int i;

	for (i = 0; i < sim->dev.nvqs; i++) {
		struct file *file = queue_stop(&sim->vqs[i]);

		vhost_dev_flush(&sim->dev);
		if (file)
			fput(file);
	}
	vhost_dev_stop(&sim->dev);
	vhost_dev_cleanup(&sim->dev);
	kvfree(sim);
}
