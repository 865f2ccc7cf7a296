/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_pci.h - a virtio device on PCI, shared by the parts of its transport driver.
 */
#ifndef GUEST_VIRTIO_PCI_H
#define GUEST_VIRTIO_PCI_H

#include <linux/device.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_pci.h>

#define VP_NAME_BYTES 32

/* Interrupt lines of a function: INTx and as many vectors as the largest device needs. */
#define VP_IRQS_MAX 18

/* What the first two vectors are for; with one for each queue those begin at the second. */
#define VP_MSIX_CONFIG_VECTOR 0
#define VP_MSIX_VQ_VECTOR 1

struct virtio_pci_vq_info {
	struct virtqueue *vq;
	struct list_head node; /* in virtqueues */
	u16 msix_vector; /* or VIRTIO_MSI_NO_VECTOR */
};

struct virtio_pci_device {
	struct virtio_device vdev;
	struct device parent; /* stands for the PCI function */
	char name[VP_NAME_BYTES];
	struct list_head node;

	/* Where the structures of virtio 1.1, 4.1.4 lie. */
	void __iomem *base; /* configuration space */
	void __iomem *common;
	void __iomem *isr;
	void __iomem *device;
	void __iomem *notify;
	u32 notify_off_multiplier;
	void __iomem *msix; /* the MSI-X capability; NULL: there is none */

	unsigned int irqs[VP_IRQS_MAX];
	unsigned int irq_count;

	/* Protects virtqueues, which shared interrupts walk: always taken with irqs off. */
	spinlock_t lock;
	struct list_head virtqueues;
	struct virtio_pci_vq_info **vqs; /* by the queue's index */

	bool intx_enabled; /* has a handler */
	bool msix_enabled;
	bool per_vq_vectors;
	unsigned int msix_vectors; /* that are set up for use */
	unsigned int msix_used_vectors; /* of those, with a handler that is not a queue's own */
	char (*msix_names)[VP_NAME_BYTES];
};

#define to_vp_device(_vdev) container_of(_vdev, struct virtio_pci_device, vdev)

static inline unsigned int vp_intx_irq(const struct virtio_pci_device *vp_dev)
{
	return vp_dev->irqs[0];
}

static inline unsigned int vp_vector_irq(const struct virtio_pci_device *vp_dev,
					 unsigned int vector)
{
	return vp_dev->irqs[1 + vector];
}

/* ---- registers: virtio_pci_modern.c ---- */

extern const struct virtio_config_ops vp_modern_config_ops;
/* Finds the structures and identifies the device. 0 or -ENODEV. */
int vp_modern_probe(struct virtio_pci_device *vp_dev);
/* Creates a queue whose interrupt will be msix_vec, or VIRTIO_MSI_NO_VECTOR, and tells the device
 * where it lies; it is not enabled yet. The queue or ERR_PTR(). */
struct virtqueue *vp_modern_setup_vq(struct virtio_pci_device *vp_dev, unsigned int index,
				     vq_callback_t *callback, const char *name, u16 msix_vec);
/* Frees a queue that is not enabled: never, or not since the device was reset. */
void vp_modern_del_vq(struct virtio_pci_device *vp_dev, struct virtqueue *vq);
/* The vector that configuration changes raise. What the device took: VIRTIO_MSI_NO_VECTOR if it
 * could not. */
u16 vp_modern_config_vector(struct virtio_pci_device *vp_dev, u16 vector);

/* ---- queues and their interrupts: virtio_pci_vqs.c ---- */

/* As .find_vqs, .del_vqs and .set_vq_affinity, but the queues are not enabled. */
int vp_find_vqs(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
		vq_callback_t *callbacks[], const char *const names[]);
void vp_del_vqs(struct virtio_device *vdev);
int vp_set_vq_affinity(struct virtqueue *vq, const struct cpumask *cpu_mask);
/* Waits for handlers that run. */
void vp_synchronize_vectors(struct virtio_device *vdev);

#endif
