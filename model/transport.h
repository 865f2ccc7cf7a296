/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport.h - a virtio device as the guest sees it: registers, kick, interrupt, reset.
 *
 * Register layout and behaviour: virtio 1.1, 4.2.2 (MMIO, version 2) or 4.1.4 (PCI). The window is
 * served natively; what a device decides itself (configuration, rings, reset, output) is code under test in a host module
 * and runs as an exit of the vCPU that touched the register, under the host's big lock. With
 * HOST_IOTHREAD a notification only signals the queue's event notifier, as ioeventfd does; with
 * HOST_VCPU_EXIT it runs the device's handle_output on the kicking vCPU.
 */
#ifndef MODEL_TRANSPORT_H
#define MODEL_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>
#include <model/disk.h>
#include <model/world_spec.h>

struct transport_spec {
	const char *name; /* "virtio0" */
	const char *device; /* symbol prefix of the device's functions: "virtio_blk" */
	uint32_t device_id; /* VIRTIO_ID_BLOCK */
	int guest; /* machine with the driver */
	int host; /* machine with the device's module */
	enum guest_transport kind;
	/* Line of the guest; of PCI its INTx line, and vector n is line irq + 1 + n. */
	unsigned int irq;
	unsigned int vectors; /* PCI: MSI-X vectors of the device, 0 = it has no MSI-X */
	enum host_service service;
	enum host_iothreads iothreads;
	uint64_t poll_max_ns;
	enum host_aio aio;
	unsigned int pool_threads;
	unsigned int queues;
	unsigned int queue_size; /* QueueNumMax */
	bool indirect; /* features that are offered */
	bool event_idx;
	bool packed;
	bool access_platform; /* buffers are mapped for the device, which may fail */
	bool read_only;
	unsigned int seg_max;
	bool notify_suppression; /* device asks for no kicks while it is busy */
	bool unchecked; /* plain modules, whose accesses nobody sees: no ring rules */
	bool hostile; /* the driver lies: no rules for registers and notifications either */
	struct disk *disk; /* behind the device; drive 0 of the host */
	/* faults; each may happen a few times in a run, by CHOICE_FAULT */
	bool spurious_irq;
	bool config_change;
	bool early_irq;
};

struct transport;

/* Reserves the window and the state, and adds the rules at quiescence. While the world is built,
 * after quiesce_init() and before any module runs. */
struct transport *transport_create(const struct transport_spec *spec);
/* Finds the device's functions in the host's modules; once those are loaded. False with one line in
 * error if one is missing. */
bool transport_bind(struct transport *transport, char *error, unsigned int error_bytes);
/* The device may use no more of the guest's memory than this; before it is realised. */
void transport_give(struct transport *transport, void *memory, uint64_t bytes);
/* Base address of the register window: what the guest's bus is given. */
void *transport_window(const struct transport *transport);

/*
 * Power on: the host creates the device and its threads. From a guest task (the boot task, before
 * its bus finds the device); runs as an exit of its vCPU.
 */
void transport_realize(struct transport *transport);
/* Unplugs: the device drains, its threads end, its memory is freed. From a guest task, after the
 * driver is gone; a no-op when never realised. */
void transport_unrealize(struct transport *transport);

/* An interrupt for queue vq: its vector, or the line that says "some queue". From any context or
 * action. */
void transport_raise_used(struct transport *transport, unsigned int vq);
/* The configuration changed: a new generation, and the interrupt for that. */
void transport_config_change(struct transport *transport);
/* Kicks queue vq as the guest could at any time; from outside any context. */
void transport_inject_kick(struct transport *transport, unsigned int vq);

/* What the driver has set up; for tests, the story and the executable specification. */
bool transport_queue_ready(const struct transport *transport, unsigned int vq);
/* Counters for measurements: exits to the host (any register), notifications, interrupts. */
struct transport_counts {
	uint64_t exits;
	uint64_t notifies;
	uint64_t interrupts;
	uint64_t spurious;
};
struct transport_counts transport_counts(const struct transport *transport);

#endif
