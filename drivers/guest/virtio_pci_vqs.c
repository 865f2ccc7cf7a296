/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_pci_vqs.c - the queues of a virtio device on PCI, and which interrupt serves which.
 *
 * Re-implements the structure of Linux's virtio_pci_common (Michael S. Tsirkin's MSI-X support of
 * 2.6.31, as of 6.1): a vector for each queue and one for the configuration; if there are not so
 * many, one for all queues; if there is no MSI-X, the INTx line for everything.
 */
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/pci_regs.h>
#include <linux/slab.h>
#include <linux/virtio_ring.h>

#include "virtio_pci.h"

static struct virtio_pci_device *vp_of(struct virtqueue *vq)
{
	return to_vp_device(vq->vdev);
}

/* ---- handlers: hardirq context ----------------------------------------------------------------- */

static irqreturn_t vp_config_changed(int irq, void *opaque)
{
	struct virtio_pci_device *vp_dev = opaque;

	virtio_config_changed(&vp_dev->vdev);
	return IRQ_HANDLED;
}

/* The interrupt does not say which queue it is about, so all are looked at. */
static irqreturn_t vp_vring_interrupt(int irq, void *opaque)
{
	struct virtio_pci_device *vp_dev = opaque;
	struct virtio_pci_vq_info *info;
	irqreturn_t ret = IRQ_NONE;
	unsigned long flags;

	spin_lock_irqsave(&vp_dev->lock, flags);
	list_for_each_entry (info, &vp_dev->virtqueues, node)
		ret |= vring_interrupt(irq, info->vq);
	spin_unlock_irqrestore(&vp_dev->lock, flags);
	return ret;
}

/* The INTx line, which other functions may share. */
static irqreturn_t vp_interrupt(int irq, void *opaque)
{
	struct virtio_pci_device *vp_dev = opaque;
	/* Reading acknowledges: what comes from now on raises the line again. */
	u8 isr = ioread8(vp_dev->isr);

	if (!isr)
		return IRQ_NONE;
	if (isr & VIRTIO_PCI_ISR_CONFIG)
		vp_config_changed(irq, opaque);
	return vp_vring_interrupt(irq, opaque);
}

void vp_synchronize_vectors(struct virtio_device *vdev)
{
	struct virtio_pci_device *vp_dev = to_vp_device(vdev);
	unsigned int i;

	if (vp_dev->intx_enabled)
		synchronize_irq(vp_intx_irq(vp_dev));
	for (i = 0; i < vp_dev->msix_vectors; i++)
		synchronize_irq(vp_vector_irq(vp_dev, i));
}

/* ---- vectors ----------------------------------------------------------------------------------- */

static void vp_set_msix(struct virtio_pci_device *vp_dev, bool enable)
{
	u16 flags = ioread16(vp_dev->msix + PCI_MSIX_FLAGS) & ~PCI_MSIX_FLAGS_ENABLE;

	iowrite16(enable ? flags | PCI_MSIX_FLAGS_ENABLE : flags, vp_dev->msix + PCI_MSIX_FLAGS);
	vp_dev->msix_enabled = enable;
}

/* Turns MSI-X on with so many vectors: 0 or -ENOSPC. */
static int vp_enable_msix(struct virtio_pci_device *vp_dev, unsigned int nvectors)
{
	unsigned int table;

	if (!vp_dev->msix)
		return -ENOSPC;
	table = (ioread16(vp_dev->msix + PCI_MSIX_FLAGS) & PCI_MSIX_FLAGS_QSIZE) + 1;
	if (nvectors > table || nvectors > vp_dev->irq_count - 1)
		return -ENOSPC;
	vp_dev->msix_vectors = nvectors;
	vp_set_msix(vp_dev, true);
	return 0;
}

/* One of the handlers that is not a queue's own. */
static int vp_request_vector(struct virtio_pci_device *vp_dev, irq_handler_t handler,
			     const char *what)
{
	unsigned int vector = vp_dev->msix_used_vectors;
	int err;

	snprintf(vp_dev->msix_names[vector], VP_NAME_BYTES, "%s-%s", dev_name(&vp_dev->vdev.dev),
		 what);
	err = request_irq(vp_vector_irq(vp_dev, vector), handler, 0, vp_dev->msix_names[vector],
			  vp_dev);
	if (!err)
		vp_dev->msix_used_vectors++;
	return err;
}

static int vp_request_msix_vectors(struct virtio_pci_device *vp_dev, unsigned int nvectors,
				   bool per_vq_vectors)
{
	int err;

	vp_dev->msix_names = kmalloc_array(nvectors, sizeof(*vp_dev->msix_names), GFP_KERNEL);
	if (!vp_dev->msix_names)
		return -ENOMEM;
	err = vp_enable_msix(vp_dev, nvectors);
	if (err)
		return err;
	err = vp_request_vector(vp_dev, vp_config_changed, "config");
	if (err)
		return err;
	if (vp_modern_config_vector(vp_dev, VP_MSIX_CONFIG_VECTOR) == VIRTIO_MSI_NO_VECTOR)
		return -EBUSY;
	return per_vq_vectors ? 0 : vp_request_vector(vp_dev, vp_vring_interrupt, "virtqueues");
}

/* The queue's own handler. */
static int vp_request_vq_vector(struct virtio_pci_device *vp_dev, struct virtqueue *vq)
{
	struct virtio_pci_vq_info *info = vp_dev->vqs[vq->index];
	char *name = vp_dev->msix_names[info->msix_vector];
	int err;

	snprintf(name, VP_NAME_BYTES, "%s-%s", dev_name(&vp_dev->vdev.dev), vq->name);
	err = request_irq(vp_vector_irq(vp_dev, info->msix_vector), vring_interrupt, 0, name, vq);
	/* There is nothing to free. */
	if (err)
		info->msix_vector = VIRTIO_MSI_NO_VECTOR;
	return err;
}

int vp_set_vq_affinity(struct virtqueue *vq, const struct cpumask *cpu_mask)
{
	struct virtio_pci_device *vp_dev = vp_of(vq);
	u16 vector = vp_dev->vqs[vq->index]->msix_vector;

	if (!vp_dev->per_vq_vectors || vector == VIRTIO_MSI_NO_VECTOR)
		return -EINVAL;
	return irq_set_affinity_hint(vp_vector_irq(vp_dev, vector), cpu_mask);
}

/* ---- queues ------------------------------------------------------------------------------------ */

static struct virtqueue *vp_setup_vq(struct virtio_pci_device *vp_dev, unsigned int index,
				     vq_callback_t *callback, const char *name, u16 msix_vec)
{
	struct virtio_pci_vq_info *info = kmalloc(sizeof(*info), GFP_KERNEL);
	struct virtqueue *vq;
	unsigned long flags;

	if (!info)
		return ERR_PTR(-ENOMEM);
	vq = vp_modern_setup_vq(vp_dev, index, callback, name, msix_vec);
	if (IS_ERR(vq)) {
		kfree(info);
		return vq;
	}
	info->vq = vq;
	info->msix_vector = msix_vec;
	vp_dev->vqs[index] = info;
	spin_lock_irqsave(&vp_dev->lock, flags);
	list_add(&info->node, &vp_dev->virtqueues);
	spin_unlock_irqrestore(&vp_dev->lock, flags);
	return vq;
}

static void vp_del_vq(struct virtio_pci_device *vp_dev, struct virtqueue *vq)
{
	struct virtio_pci_vq_info *info = vp_dev->vqs[vq->index];
	unsigned long flags;

	spin_lock_irqsave(&vp_dev->lock, flags);
	list_del(&info->node);
	spin_unlock_irqrestore(&vp_dev->lock, flags);
	vp_modern_del_vq(vp_dev, vq);
	kfree(info);
}

/* A queue's own handler goes before the queue it is called with. */
static void vp_free_vq_vector(struct virtio_pci_device *vp_dev, struct virtqueue *vq)
{
	u16 vector = vp_dev->vqs[vq->index]->msix_vector;

	if (!vp_dev->per_vq_vectors || vector == VIRTIO_MSI_NO_VECTOR)
		return;
	irq_set_affinity_hint(vp_vector_irq(vp_dev, vector), NULL);
	free_irq(vp_vector_irq(vp_dev, vector), vq);
}

void vp_del_vqs(struct virtio_device *vdev)
{
	struct virtio_pci_device *vp_dev = to_vp_device(vdev);
	struct virtqueue *vq, *next;
	unsigned int i;

	list_for_each_entry_safe (vq, next, &vdev->vqs, list) {
		vp_free_vq_vector(vp_dev, vq);
		vp_del_vq(vp_dev, vq);
	}
	if (vp_dev->intx_enabled)
		free_irq(vp_intx_irq(vp_dev), vp_dev);
	for (i = 0; i < vp_dev->msix_used_vectors; i++)
		free_irq(vp_vector_irq(vp_dev, i), vp_dev);
	if (vp_dev->msix_enabled) {
		vp_modern_config_vector(vp_dev, VIRTIO_MSI_NO_VECTOR);
		vp_set_msix(vp_dev, false);
	}

	kfree(vp_dev->msix_names);
	kfree(vp_dev->vqs);
	vp_dev->msix_names = NULL;
	vp_dev->vqs = NULL;
	vp_dev->intx_enabled = false;
	vp_dev->per_vq_vectors = false;
	vp_dev->msix_vectors = 0;
	vp_dev->msix_used_vectors = 0;
}

/* Vectors: one for configuration changes; then one for each queue that has a callback, or one. */
static int vp_try_msix(struct virtio_pci_device *vp_dev, unsigned int nvqs, struct virtqueue *vqs[],
		       vq_callback_t *callbacks[], const char *const names[], bool per_vq_vectors)
{
	unsigned int vector = VP_MSIX_VQ_VECTOR, i;
	int err;

	for (i = 0; per_vq_vectors && i < nvqs; i++)
		vector += !!callbacks[i];
	err = vp_request_msix_vectors(vp_dev, per_vq_vectors ? vector : VP_MSIX_VQ_VECTOR + 1,
				      per_vq_vectors);
	if (err)
		return err;

	vp_dev->per_vq_vectors = per_vq_vectors;
	vector = VP_MSIX_VQ_VECTOR;
	for (i = 0; i < nvqs; i++) {
		u16 msix_vec = callbacks[i] ? vector : VIRTIO_MSI_NO_VECTOR;

		vqs[i] = vp_setup_vq(vp_dev, i, callbacks[i], names[i], msix_vec);
		if (IS_ERR(vqs[i]))
			return PTR_ERR(vqs[i]);
		if (!per_vq_vectors || !callbacks[i])
			continue;
		err = vp_request_vq_vector(vp_dev, vqs[i]);
		if (err)
			return err;
		vector++;
	}
	return 0;
}

static int vp_try_intx(struct virtio_pci_device *vp_dev, unsigned int nvqs, struct virtqueue *vqs[],
		       vq_callback_t *callbacks[], const char *const names[])
{
	unsigned int i;
	int err;

	err = request_irq(vp_intx_irq(vp_dev), vp_interrupt, IRQF_SHARED,
			  dev_name(&vp_dev->vdev.dev), vp_dev);
	if (err)
		return err;
	vp_dev->intx_enabled = true;
	for (i = 0; i < nvqs; i++) {
		vqs[i] = vp_setup_vq(vp_dev, i, callbacks[i], names[i], VIRTIO_MSI_NO_VECTOR);
		if (IS_ERR(vqs[i]))
			return PTR_ERR(vqs[i]);
	}
	return 0;
}

enum { VP_VECTOR_EACH, VP_VECTOR_SHARED, VP_INTX };

int vp_find_vqs(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
		vq_callback_t *callbacks[], const char *const names[])
{
	struct virtio_pci_device *vp_dev = to_vp_device(vdev);
	int err, policy;

	for (policy = VP_VECTOR_EACH; policy <= VP_INTX; policy++) {
		vp_dev->vqs = kcalloc(nvqs, sizeof(*vp_dev->vqs), GFP_KERNEL);
		if (!vp_dev->vqs)
			return -ENOMEM;
		if (policy == VP_INTX)
			err = vp_try_intx(vp_dev, nvqs, vqs, callbacks, names);
		else
			err = vp_try_msix(vp_dev, nvqs, vqs, callbacks, names,
					  policy == VP_VECTOR_EACH);
		if (!err)
			return 0;
		vp_del_vqs(vdev);
	}
	return err;
}
