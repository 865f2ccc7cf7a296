/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos.h - what the operating system below a device process offers it: the second door, beside
 * port.h, for the host library (sim/host), and for files of a kernel that lie on a drive. What a
 * device process calls by number and name is in syscall.h.
 *
 * model/hostos.c and model/blk_backend.c implement it. Calls are atomic like those of port.h; they
 * come from host code, in a thread of its own or in a vCPU's exit.
 */
#ifndef SIM_HOSTOS_H
#define SIM_HOSTOS_H

#include <sim/port.h>

/* An eventfd of a device process, by its number (see sim/syscall.h). */
struct sim_eventfd {
	int number;
};

/* ---- drives -------------------------------------------------------------------------------- */

enum sim_drive_op { SIM_DRIVE_READ, SIM_DRIVE_WRITE, SIM_DRIVE_FLUSH };

struct sim_drive_iovec {
	void *base;
	uint64_t bytes;
};

/* For a kernel: each completion raises interrupt line irq of the calling machine. 0 closes. */
void sim_drive_open_irq(unsigned int drive, unsigned int irq);
uint64_t sim_drive_bytes(unsigned int drive);
bool sim_drive_volatile_cache(unsigned int drive);
/* Starts an I/O for a kernel: never completes inside. The vector is copied; its memory is
 * read or written at any time until the completion, and cookie comes back with it. offset and
 * length in bytes; -EINVAL at completion unless both are whole sectors. */
void sim_drive_submit(unsigned int drive, enum sim_drive_op op, uint64_t offset_bytes,
		      const struct sim_drive_iovec *vector, unsigned int count, void *cookie);
/* Takes the oldest completion: its cookie, and 0 or a negative errno. False if there is none. */
bool sim_drive_reap(unsigned int drive, void **cookie, int *error);

/* ---- guest memory and interrupts ----------------------------------------------------------- */

/*
 * Ring number index of the calling machine is shared by two sides that no transport stands between:
 * from here on it is ordered by barriers alone and no data race, until it is taken back. The
 * two indices in it say at quiescence what is still open.
 */
void sim_ring_share(unsigned int index, void *ring, uint64_t bytes, const uint16_t *avail_idx,
		    const uint16_t *used_idx);
void sim_ring_unshare(unsigned int index);

struct sim_ram_region {
	uint64_t guest_address;
	uint64_t bytes;
	void *host;
};

/* The memory table of the guest that device number device belongs to: fills up to max regions and
 * returns how many there are. */
unsigned int sim_guest_ram(unsigned int device, struct sim_ram_region *regions, unsigned int max);

/* Interrupts of virtio device number device: a used buffer in queue vq; a configuration change;
 * and a device that cannot go on and asks for a reset (DEVICE_NEEDS_RESET, virtio 1.1, 2.1.2). */
void sim_virtio_notify(unsigned int device, unsigned int vq);
void sim_virtio_notify_config(unsigned int device);
void sim_virtio_needs_reset(unsigned int device);

#endif
