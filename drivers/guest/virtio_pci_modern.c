/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_pci_modern.c - the registers of a modern virtio device on PCI.
 *
 * Re-implements the structure of Linux's virtio_pci_modern (Rusty Russell and Michael S. Tsirkin,
 * 4.0, as of 6.1). Registers: virtio 1.1, 4.1.4; the order of set-up: 4.1.5.
 */
#include <linux/cache.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/pci_regs.h>
#include <linux/string.h>
#include <linux/virtio_ring.h>

#include "virtio_pci.h"

#define VP_VENDOR_ID 0x1af4
#define VP_MODERN_DEVICE_ID 0x1040 /* plus that of virtio */

static u64 vp_get_features(struct virtio_device *vdev)
{
	void __iomem *common = to_vp_device(vdev)->common;
	u64 features;

	iowrite32(0, common + VIRTIO_PCI_COMMON_DFSELECT);
	features = ioread32(common + VIRTIO_PCI_COMMON_DF);
	iowrite32(1, common + VIRTIO_PCI_COMMON_DFSELECT);
	return features | (u64)ioread32(common + VIRTIO_PCI_COMMON_DF) << 32;
}

static int vp_finalize_features(struct virtio_device *vdev)
{
	void __iomem *common = to_vp_device(vdev)->common;

	vring_transport_features(vdev);
	if (!__virtio_test_bit(vdev, VIRTIO_F_VERSION_1)) {
		dev_err(&vdev->dev, "a modern device must offer VIRTIO_F_VERSION_1\n");
		return -EINVAL;
	}
	iowrite32(0, common + VIRTIO_PCI_COMMON_GFSELECT);
	iowrite32((u32)vdev->features, common + VIRTIO_PCI_COMMON_GF);
	iowrite32(1, common + VIRTIO_PCI_COMMON_GFSELECT);
	iowrite32(vdev->features >> 32, common + VIRTIO_PCI_COMMON_GF);
	return 0;
}

/* A field is accessed with its own width, eight bytes as two words (virtio 1.1, 4.1.3.1). */
static void vp_get(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len)
{
	void __iomem *field = to_vp_device(vdev)->device + offset;
	__le32 words[2];
	__le16 half;
	u8 byte;

	switch (len) {
	case 1:
		byte = ioread8(field);
		memcpy(buf, &byte, sizeof(byte));
		break;
	case 2:
		half = cpu_to_le16(ioread16(field));
		memcpy(buf, &half, sizeof(half));
		break;
	case 4:
	case 8:
		words[0] = cpu_to_le32(ioread32(field));
		if (len == 8)
			words[1] = cpu_to_le32(ioread32(field + 4));
		memcpy(buf, words, len);
		break;
	default:
		BUG();
	}
}

/* No driver here writes more than a word. */
static void vp_set(struct virtio_device *vdev, unsigned int offset, const void *buf,
		   unsigned int len)
{
	void __iomem *field = to_vp_device(vdev)->device + offset;
	__le32 word = 0;

	memcpy(&word, buf, len);
	switch (len) {
	case 1:
		iowrite8(le32_to_cpu(word), field);
		break;
	case 2:
		iowrite16(le32_to_cpu(word), field);
		break;
	default:
		BUG_ON(len != 4);
		iowrite32(le32_to_cpu(word), field);
		break;
	}
}

static u32 vp_generation(struct virtio_device *vdev)
{
	return ioread8(to_vp_device(vdev)->common + VIRTIO_PCI_COMMON_CFGGENERATION);
}

static u8 vp_get_status(struct virtio_device *vdev)
{
	return ioread8(to_vp_device(vdev)->common + VIRTIO_PCI_COMMON_STATUS);
}

static void vp_set_status(struct virtio_device *vdev, u8 status)
{
	/* 0 would be a reset, which has more to do. */
	BUG_ON(status == 0);
	iowrite8(status, to_vp_device(vdev)->common + VIRTIO_PCI_COMMON_STATUS);
}

/* The device is reset once the status reads 0 (virtio 1.1, 4.1.4.3.2). */
static void vp_reset(struct virtio_device *vdev)
{
	iowrite8(0, to_vp_device(vdev)->common + VIRTIO_PCI_COMMON_STATUS);
	while (vp_get_status(vdev))
		msleep(1);
	vp_synchronize_vectors(vdev);
}

u16 vp_modern_config_vector(struct virtio_pci_device *vp_dev, u16 vector)
{
	iowrite16(vector, vp_dev->common + VIRTIO_PCI_COMMON_MSIX);
	return ioread16(vp_dev->common + VIRTIO_PCI_COMMON_MSIX);
}

/* Of the queue that is selected; answers as for the configuration's. */
static u16 vp_queue_vector(struct virtio_pci_device *vp_dev, u16 vector)
{
	iowrite16(vector, vp_dev->common + VIRTIO_PCI_COMMON_Q_MSIX);
	return ioread16(vp_dev->common + VIRTIO_PCI_COMMON_Q_MSIX);
}

/* Any context, also while the ring's user holds a spin lock. */
static bool vp_notify(struct virtqueue *vq)
{
	iowrite16(vq->index, (void __iomem *)vq->priv);
	return true;
}

static void vp_write_addr(struct virtio_pci_device *vp_dev, unsigned int low, u64 addr)
{
	iowrite32((u32)addr, vp_dev->common + low);
	iowrite32((u32)(addr >> 32), vp_dev->common + low + 4);
}

struct virtqueue *vp_modern_setup_vq(struct virtio_pci_device *vp_dev, unsigned int index,
				     vq_callback_t *callback, const char *name, u16 msix_vec)
{
	void __iomem *common = vp_dev->common;
	struct virtqueue *vq;
	u16 num;

	if (index >= ioread16(common + VIRTIO_PCI_COMMON_NUMQ))
		return ERR_PTR(-ENOENT);
	iowrite16(index, common + VIRTIO_PCI_COMMON_Q_SELECT);
	num = ioread16(common + VIRTIO_PCI_COMMON_Q_SIZE);
	if (!num || ioread16(common + VIRTIO_PCI_COMMON_Q_ENABLE))
		return ERR_PTR(-ENOENT);

	vq = vring_create_virtqueue(index, num, SMP_CACHE_BYTES, &vp_dev->vdev, true, vp_notify,
				    callback, name);
	if (!vq)
		return ERR_PTR(-ENOMEM);
	iowrite16(num, common + VIRTIO_PCI_COMMON_Q_SIZE);
	vp_write_addr(vp_dev, VIRTIO_PCI_COMMON_Q_DESCLO, virtqueue_get_desc_addr(vq));
	vp_write_addr(vp_dev, VIRTIO_PCI_COMMON_Q_AVAILLO, virtqueue_get_avail_addr(vq));
	vp_write_addr(vp_dev, VIRTIO_PCI_COMMON_Q_USEDLO, virtqueue_get_used_addr(vq));
	vq->priv = (void __force *)(vp_dev->notify + ioread16(common + VIRTIO_PCI_COMMON_Q_NOFF) *
							     vp_dev->notify_off_multiplier);

	if (msix_vec != VIRTIO_MSI_NO_VECTOR &&
	    vp_queue_vector(vp_dev, msix_vec) == VIRTIO_MSI_NO_VECTOR) {
		vring_del_virtqueue(vq);
		return ERR_PTR(-EBUSY);
	}
	return vq;
}

void vp_modern_del_vq(struct virtio_pci_device *vp_dev, struct virtqueue *vq)
{
	iowrite16(vq->index, vp_dev->common + VIRTIO_PCI_COMMON_Q_SELECT);
	if (vp_dev->msix_enabled)
		vp_queue_vector(vp_dev, VIRTIO_MSI_NO_VECTOR);
	vring_del_virtqueue(vq);
}

/* Queues are enabled when all are there: only a reset would disable them again. */
static int vp_modern_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
			      struct virtqueue *vqs[], vq_callback_t *callbacks[],
			      const char *const names[])
{
	void __iomem *common = to_vp_device(vdev)->common;
	int err = vp_find_vqs(vdev, nvqs, vqs, callbacks, names);
	struct virtqueue *vq;

	if (err)
		return err;
	list_for_each_entry (vq, &vdev->vqs, list) {
		iowrite16(vq->index, common + VIRTIO_PCI_COMMON_Q_SELECT);
		iowrite16(1, common + VIRTIO_PCI_COMMON_Q_ENABLE);
	}
	return 0;
}

static const char *vp_bus_name(struct virtio_device *vdev)
{
	return to_vp_device(vdev)->name;
}

const struct virtio_config_ops vp_modern_config_ops = {
	.get = vp_get,
	.set = vp_set,
	.generation = vp_generation,
	.get_status = vp_get_status,
	.set_status = vp_set_status,
	.reset = vp_reset,
	.find_vqs = vp_modern_find_vqs,
	.del_vqs = vp_del_vqs,
	.get_features = vp_get_features,
	.finalize_features = vp_finalize_features,
	.bus_name = vp_bus_name,
	.set_vq_affinity = vp_set_vq_affinity,
};

/* ---- finding the structures -------------------------------------------------------------------- */

/* The next capability of that id from the link at pos on, or NULL. */
static void __iomem *vp_capability(struct virtio_pci_device *vp_dev, u8 id, unsigned int pos)
{
	while ((pos = ioread8(vp_dev->base + pos)) != 0) {
		if (ioread8(vp_dev->base + pos) == id)
			return vp_dev->base + pos;
		pos += VIRTIO_PCI_CAP_NEXT;
	}
	return NULL;
}

static void vp_map_capability(struct virtio_pci_device *vp_dev, void __iomem *cap)
{
	void __iomem *where = vp_dev->base + ioread32(cap + VIRTIO_PCI_CAP_OFFSET);

	switch (ioread8(cap + VIRTIO_PCI_CAP_CFG_TYPE)) {
	case VIRTIO_PCI_CAP_COMMON_CFG:
		vp_dev->common = where;
		break;
	case VIRTIO_PCI_CAP_NOTIFY_CFG:
		vp_dev->notify = where;
		vp_dev->notify_off_multiplier = ioread32(cap + VIRTIO_PCI_NOTIFY_CAP_MULT);
		break;
	case VIRTIO_PCI_CAP_ISR_CFG:
		vp_dev->isr = where;
		break;
	case VIRTIO_PCI_CAP_DEVICE_CFG:
		vp_dev->device = where;
		break;
	default:
		break; /* one that this driver has no use for */
	}
}

int vp_modern_probe(struct virtio_pci_device *vp_dev)
{
	u16 vendor = ioread16(vp_dev->base + PCI_VENDOR_ID);
	u16 device = ioread16(vp_dev->base + PCI_DEVICE_ID);
	unsigned int link = PCI_CAPABILITY_LIST;
	void __iomem *cap;

	if (vendor != VP_VENDOR_ID || device < VP_MODERN_DEVICE_ID)
		return -ENODEV;
	vp_dev->vdev.id.device = device - VP_MODERN_DEVICE_ID;
	vp_dev->vdev.id.vendor = vendor;

	while ((cap = vp_capability(vp_dev, PCI_CAP_ID_VNDR, link))) {
		vp_map_capability(vp_dev, cap);
		link = cap - vp_dev->base + VIRTIO_PCI_CAP_NEXT;
	}
	vp_dev->msix = vp_capability(vp_dev, PCI_CAP_ID_MSIX, PCI_CAPABILITY_LIST);
	return vp_dev->common && vp_dev->notify && vp_dev->isr && vp_dev->device ? 0 : -ENODEV;
}
