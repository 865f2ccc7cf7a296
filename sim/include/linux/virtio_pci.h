/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/virtio_pci.h - plugging and unplugging virtio devices on PCI. Capabilities and register
 * offsets are those of the system's header.
 *
 * Stands for the PCI bus: whoever knows the machine's layout says what is there.
 */
#ifndef SIM_LINUX_VIRTIO_PCI_H
#define SIM_LINUX_VIRTIO_PCI_H

#include_next <linux/virtio_pci.h>

/*
 * A function has appeared, with its 256 bytes of configuration space at base, from where the offsets
 * of its capabilities count as well. irqs[0] is its INTx line, irqs[1] and on are those of its MSI-X
 * vectors; count tells how many there are in all. Finds out what it is and binds a driver. Task
 * context. 0 or an error: -ENODEV if no modern virtio device answers there, -EEXIST if name is
 * taken. irqs and name are copied.
 */
int virtio_pci_add_device(void *base, const unsigned int *irqs, unsigned int count,
			  const char *name);
/* It is to go: unbinds the driver first. Task context; a name that is unknown is ignored. */
void virtio_pci_remove_device(const char *name);
/* Suspend and resume. Task context. 0 or an error, -ENODEV for an unknown name. */
int virtio_pci_freeze(const char *name);
int virtio_pci_restore(const char *name);

#endif
