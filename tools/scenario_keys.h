/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario_keys.h - every key of a scenario's sections, once.
 *
 * K(section, key, type, member of struct world_spec, words). From these lists come the structures
 * libcyaml fills, its schema, and the conversion to struct world_spec. docs/scenarios.md tells
 * what each key means.
 */
#ifndef TOOLS_SCENARIO_KEYS_H
#define TOOLS_SCENARIO_KEYS_H

/* The compiler's old name for the system; here it is a key. */
#undef linux

#define SCENARIO_GUEST_KEYS(K)                                                                     \
	K(guest, vcpus, COUNT, guest.vcpus, NULL)                                                  \
	K(guest, queues, COUNT, guest.queues, NULL)                                                \
	K(guest, queue_size, COUNT, guest.queue_size, NULL)                                        \
	K(guest, driver, NAME, guest.driver, NULL)                                                 \
	K(guest, transport, WORD, guest.transport, transport_words)                                \
	K(guest, vectors, COUNT, guest.vectors, NULL)                                              \
	K(guest, linux, NAME, guest.linux_version, NULL)                                           \
	K(guest, use_bio, BOOL, guest.use_bio, NULL)                                               \
	K(guest, napi_tx, BOOL, guest.napi_tx, NULL)                                               \
	K(guest, kick, WORD, guest.kick, kick_words)                                               \
	K(guest, indirect, BOOL, guest.indirect, NULL)                                             \
	K(guest, event_idx, BOOL, guest.event_idx, NULL)                                           \
	K(guest, packed, BOOL, guest.packed, NULL)                                                 \
	K(guest, elevator, WORD, guest.elevator, elevator_words)                                   \
	K(guest, nr_requests, COUNT, guest.nr_requests, NULL)                                      \
	K(guest, preempt, WORD, guest.preempt, preempt_words)                                      \
	K(guest, debug, BOOL, guest.debug, NULL)

#define SCENARIO_HOST_KEYS(K)                                                                      \
	K(host, service, WORD, host.service, service_words)                                        \
	K(host, iothreads, WORD, host.iothreads, iothreads_words)                                  \
	K(host, poll_max, TIME, host.poll_max_ns, NULL)                                            \
	K(host, aio, WORD, host.aio, aio_words)                                                    \
	K(host, pool_threads, COUNT, host.pool_threads, NULL)                                      \
	K(host, backend, WORD, host.backend, backend_words)                                        \
	K(host, cpus, COUNT, host.cpus, NULL)                                                      \
	K(host, workers, COUNT, host.workers, NULL)                                                \
	K(host, disk, WORD, host.disk, disk_words)                                                 \
	K(host, disk_sectors, COUNT64, host.disk_sectors, NULL)                                    \
	K(host, latency, TIME, host.latency_ns, NULL)                                              \
	K(host, flush, BOOL, host.flush, NULL)                                                     \
	K(host, read_only, BOOL, host.read_only, NULL)                                             \
	K(host, seg_max, COUNT, host.seg_max, NULL)                                                \
	K(host, notify_suppression, BOOL, host.notify_suppression, NULL)                           \
	K(host, complete_out_of_order, BOOL, host.complete_out_of_order, NULL)                     \
	K(host, direct_io, BOOL, host.direct_io, NULL)                                             \
	K(host, loop_worker, WORD, host.loop_worker, loop_worker_words)                            \
	K(host, hvc, BOOL, host.hvc, NULL)                                                         \
	K(host, churn, WORD, host.churn, churn_words)                                              \
	K(host, hostile, BOOL, host.hostile, NULL)

#define SCENARIO_LOAD_KEYS(K)                                                                      \
	K(load, rw, WORD, load.rw, rw_words)                                                       \
	K(load, bs, SIZE, load.bs_bytes, NULL)                                                     \
	K(load, iodepth, COUNT, load.iodepth, NULL)                                                \
	K(load, numjobs, COUNT, load.numjobs, NULL)                                                \
	K(load, number_ios, COUNT, load.number_ios, NULL)                                          \
	K(load, fsync, COUNT, load.flush_every, NULL)                                              \
	K(load, fua_every, COUNT, load.fua_every, NULL)                                            \
	K(load, segments, COUNT, load.segments, NULL)                                              \
	K(load, serial, BOOL, load.serial, NULL)                                                   \
	K(load, serial_reads, COUNT, load.serial_reads, NULL)                                      \
	K(load, plug, BOOL, load.plug, NULL)                                                       \
	K(load, verify, BOOL, load.verify, NULL)                                                   \
	K(load, end, WORD, end, end_words)                                                         \
	K(load, end_at, WORD, end_at, end_at_words)                                                \
	K(load, freezes, COUNT, freezes, NULL)                                                     \
	K(load, end_after_ios, COUNT64, end_after_ios, NULL)

#define SCENARIO_FAULT_KEYS(K)                                                                     \
	K(faults, limit, COUNT, faults.limit, NULL)                                                \
	K(faults, spurious_irq, BOOL, faults.spurious_irq, NULL)                                   \
	K(faults, config_change, BOOL, faults.config_change, NULL)                                 \
	K(faults, early_irq, BOOL, faults.early_irq, NULL)

#define SCENARIO_EXPLORE_KEYS(K)                                                                   \
	K(explore, memory, WORD, explore.memory, memory_words)                                     \
	K(explore, from, WORD, explore.from, from_words)                                           \
	K(explore, strategy, NAME, explore.strategy, NULL)                                         \
	K(explore, schedules, COUNT64, explore.schedules, NULL)                                    \
	K(explore, points_max, COUNT64, explore.points_max, NULL)                                  \
	K(explore, races, BOOL, explore.races, NULL)

#endif
