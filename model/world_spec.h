/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_spec.h - a world as plain data: what a scenario file says, and what a test writes in C.
 *
 * A zeroed spec filled by world_spec_defaults() is runnable. Strings are borrowed.
 */
#ifndef MODEL_WORLD_SPEC_H
#define MODEL_WORLD_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>

/* How the guest sees the device: one interrupt line, or a vector for each queue. */
enum guest_transport { TRANSPORT_MMIO, TRANSPORT_PCI };
enum kick_mode { KICK_LOCKED, KICK_UNLOCKED, KICK_PREPARE_NOTIFY };
/* What the owner of a vhost device does with it while it works; and users of loop devices. */
enum host_churn {
	CHURN_NONE,
	CHURN_FLUSH,
	CHURN_BACKEND,
	CHURN_WORKER,
	CHURN_DIRECT_IO,
	CHURN_REOPEN,
	CHURN_DISCARD,
	CHURN_PORT_OPEN,
	CHURN_PORT,
	CHURN_MEMORY,
	CHURN_OWNER,
	CHURN_REFUSED,
	CHURN_LOG,
	CHURN_RX_MODE,
	CHURN_CHANNELS,
	CHURN_LINK,
	CHURN_IRQ,
	CHURNS
};
/* Who serves a block device's rings on the host: a process like QEMU, or its kernel's vhost-blk. */
enum host_backend { HOST_BACKEND_QEMU, HOST_BACKEND_VHOST_BLK };
enum loop_worker { LOOP_KTHREAD, LOOP_WORKQUEUE };
enum host_service { HOST_IOTHREAD, HOST_VCPU_EXIT };
/* Who serves the rings of a device in a process: its main loop, one thread, one for each queue. */
enum host_iothreads { IOTHREADS_ONE, IOTHREADS_PER_QUEUE, IOTHREADS_MAIN };
enum host_aio { HOST_AIO_NATIVE, HOST_AIO_THREADS };
enum disk_kind { DISK_RAM, DISK_FIXED_LATENCY };
enum load_rw { RW_READ, RW_WRITE, RW_RANDREAD, RW_RANDWRITE, RW_READWRITE, RW_RANDRW };
enum explore_from { EXPLORE_LOAD, EXPLORE_BOOT };
enum world_end { END_NONE, END_REMOVE, END_FREEZE_RESTORE, END_POWER_CUT, END_RESET };
/* When the end begins: after end_after_ios, or at a moment of the schedule's choice. */
enum world_end_at { END_AT_COUNT, END_AT_ANY };
enum elevator_kind { ELEVATOR_NOOP, ELEVATOR_DEADLINE };

#define MODULE_PARAMS_MAX 16

struct guest_spec {
	unsigned int vcpus; /* 1..8 */
	unsigned int queues; /* 1..8 */
	unsigned int queue_size; /* ring entries: a power of two, 2..1024 */
	const char *driver; /* module name: "virtio_blk" */
	enum guest_transport transport;
	unsigned int vectors; /* TRANSPORT_PCI: MSI-X vectors that the device has, 0..9 */
	const char *linux_version; /* "6.1": that kernel's own modules; NULL: this project's */
	/* Paths by module name that replace the built ones (--module NAME=FILE, museum). */
	const char *module_names[MODULE_PARAMS_MAX];
	const char *module_files[MODULE_PARAMS_MAX];
	unsigned int module_count;
	bool use_bio;
	bool napi_tx; /* virtio_net: interrupts free what was sent */
	enum kick_mode kick;
	bool indirect;
	bool event_idx;
	bool packed;
	enum elevator_kind elevator;
	unsigned int nr_requests; /* the request queue's limit, 4..1024 */
	enum preempt_model preempt;
	bool debug; /* the ring's START_USE check */
};

struct host_spec {
	enum host_backend backend;
	unsigned int cpus; /* of a host that is a kernel, 1..8 */
	unsigned int workers; /* of a vhost device, 1..8 */
	enum host_service service;
	enum host_iothreads iothreads;
	uint64_t poll_max_ns; /* an iothread polls before it sleeps, for so long at most; 0: never */
	enum host_aio aio;
	unsigned int pool_threads; /* HOST_AIO_THREADS: most of a loop's pool */
	enum disk_kind disk;
	uint64_t disk_sectors; /* 512 bytes each */
	uint64_t latency_ns;
	bool flush; /* offers VIRTIO_BLK_F_FLUSH: a volatile write cache */
	bool read_only;
	unsigned int seg_max; /* data segments a request may have */
	bool notify_suppression; /* the device uses NO_NOTIFY / avail_event */
	bool complete_out_of_order;
	bool direct_io; /* a loop device uses its file past the page cache */
	enum loop_worker loop_worker; /* who serves a loop device's requests */
	bool hvc; /* each port of a console is a terminal */
	enum host_churn churn;
	bool hostile; /* the device lies */
};

struct load_spec {
	enum load_rw rw;
	uint64_t bs_bytes;
	unsigned int iodepth; /* in flight per job */
	unsigned int numjobs; /* tasks, spread over the vCPUs */
	unsigned int number_ios; /* per job */
	unsigned int flush_every; /* a flush after every n-th write, 0 = none */
	unsigned int fua_every; /* every n-th write with FUA, 0 = none */
	unsigned int segments; /* pages a bio is split into, 1.. */
	bool serial; /* one more task reads the serial number (GET_ID) meanwhile */
	unsigned int serial_reads; /* so many times */
	bool plug; /* jobs submit under a plug */
	bool verify; /* check what reads return */
};

#define FAULTS_MAX 16

struct fault_spec {
	const char *names[FAULTS_MAX]; /* "alloc", "add_buf", "bounce", "io_error", "flush_error" */
	unsigned int count;
	unsigned int limit; /* faults a run may have, 0 = any number */
	bool spurious_irq; /* the device may interrupt at any time */
	bool config_change; /* the capacity may change at any time */
	bool early_irq; /* interrupts before DRIVER_OK */
};

struct explore_spec {
	enum memory_model memory;
	enum explore_from from;
	const char *strategy;
	uint64_t schedules;
	uint64_t points_max;
	bool races;
};

struct world_spec {
	const char *name;
	struct guest_spec guest;
	struct host_spec host;
	struct load_spec load;
	struct fault_spec faults;
	struct explore_spec explore;
	enum world_end end;
	enum world_end_at end_at;
	unsigned int freezes; /* END_FREEZE_RESTORE: so many times in a row */
	uint64_t end_after_ios; /* END_*: starts when so many I/Os were submitted; 0 = all done */
};

void world_spec_defaults(struct world_spec *spec);
/* True if the spec lists the fault of that name. */
bool world_spec_fault(const struct world_spec *spec, const char *name);
/* One line in error about a value out of range or a contradiction; field receives the key
 * ("guest.queue_size") so that a loader can say where. True if the spec can be built. */
bool world_spec_check(const struct world_spec *spec, const char **field, char *error,
		      unsigned int error_bytes);

#endif
