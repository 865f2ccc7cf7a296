/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Refuses specs that cannot be built and those that say something which can never happen: a world
 * that is silent because nothing was tried would be worse than an error.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <model/load.h>
#include <model/world_bus.h>
#include <model/world_device.h>
#include <model/world_spec.h>
#include <search/strategy.h>

#define SECTOR_BYTES 512u
#define PAGE_BYTES 4096u
#define DISK_SECTORS_MAX (1ull << 32)
#define NUMBER_IOS_MAX 1000000000u
#define SCHEDULES_MAX 1000000000000ull
#define POINTS_MIN 1000u
#define POINTS_MAX 4000000000ull
#define LATENCY_NS_MAX 10000000000ull
#define THREADS_MAX 15 /* vCPUs and host threads at a time */

struct verdict_line {
	const char **field;
	char *error;
	unsigned int error_bytes;
};

__attribute__((format(printf, 3, 4))) static bool bad(const struct verdict_line *line,
						      const char *field, const char *fmt, ...)
{
	va_list args;

	*line->field = field;
	va_start(args, fmt);
	vsnprintf(line->error, line->error_bytes, fmt, args);
	va_end(args);
	return false;
}

static bool in_range(const struct verdict_line *line, const char *field, uint64_t value,
		     uint64_t min, uint64_t max)
{
	if (value >= min && value <= max)
		return true;
	return bad(line, field, "expected %" PRIu64 " .. %" PRIu64 ", got %" PRIu64, min, max,
		   value);
}

static bool check_modules(const struct guest_spec *guest, enum host_backend backend,
			  const struct verdict_line *line)
{
	const struct world_device *device = world_device_find(guest->driver, backend);

	if (!device && world_device_find(guest->driver, HOST_BACKEND_QEMU))
		return bad(line, "host.backend", "vhost-blk serves no device of driver '%s'",
			   guest->driver);
	if (!device)
		return bad(line, "guest.driver", "no device is driven by '%s'; there is: %s",
			   guest->driver ? guest->driver : "", world_device_names());
	if (!world_device_guest_modules(device, guest))
		return bad(line, guest->linux_version ? "guest.linux" : "guest.driver",
			   "'%s' exists only %s Linux's own modules", guest->driver,
			   guest->linux_version ? "without" : "with");
	if (guest->module_count > MODULE_PARAMS_MAX)
		return bad(line, "guest.modules", "expected at most %d modules", MODULE_PARAMS_MAX);
	for (unsigned int i = 0; i < guest->module_count; i++) {
		const char *name = guest->module_names[i];

		if (!world_device_has_module(device, guest, name))
			return bad(line, "guest.modules", "this world has no module '%s'", name);
		if (!guest->module_files[i] || !guest->module_files[i][0])
			return bad(line, "guest.modules", "module '%s' has no file", name);
		for (unsigned int j = 0; j < i; j++)
			if (strcmp(guest->module_names[j], name) == 0)
				return bad(line, "guest.modules", "module '%s' is replaced twice",
					   name);
	}
	return true;
}

static bool check_transport(const struct guest_spec *guest, enum host_backend backend,
			    const struct verdict_line *line)
{
	const struct world_device *device = world_device_find(guest->driver, backend);

	if (!in_range(line, "guest.transport", guest->transport, TRANSPORT_MMIO, TRANSPORT_PCI) ||
	    !in_range(line, "guest.vectors", guest->vectors, 0, WORLD_BUS_VECTORS_MAX))
		return false;
	if (guest->transport == TRANSPORT_PCI && device && guest->linux_version)
		return bad(line, "guest.transport", "Linux's own modules have virtio-mmio only");
	if (guest->transport == TRANSPORT_PCI && device && !device->pci_modules)
		return bad(line, "guest.transport",
			   "driver '%s' has its device on virtio-mmio only", guest->driver);
	if (guest->transport == TRANSPORT_MMIO && guest->vectors != WORLD_BUS_VECTORS_MAX)
		return bad(line, "guest.vectors", "says something about guest.transport pci only");
	return true;
}

/* What only the kernel's own drivers can do. */
static bool check_needs_linux(const struct guest_spec *guest, enum host_backend backend,
			      const struct verdict_line *line)
{
	if (guest->linux_version)
		return true;
	if (guest->queues > 1 && !world_device_find(guest->driver, backend)->queues)
		return bad(line, "guest.queues",
			   "the driver %s of this project has one queue; use --linux, or another "
			   "driver",
			   guest->driver);
	if (guest->packed)
		return bad(line, "guest.packed",
			   "the driver %s of this project has no packed ring; use --linux",
			   guest->driver);
	return true;
}

static bool check_guest(const struct guest_spec *guest, enum host_backend backend,
			const struct verdict_line *line)
{
	if (!in_range(line, "guest.vcpus", guest->vcpus, 1, 8) ||
	    !in_range(line, "guest.queues", guest->queues, 1, 8) ||
	    !in_range(line, "guest.queue_size", guest->queue_size, 2, 1024) ||
	    !in_range(line, "guest.kick", guest->kick, KICK_LOCKED, KICK_PREPARE_NOTIFY) ||
	    !in_range(line, "guest.elevator", guest->elevator, ELEVATOR_NOOP, ELEVATOR_DEADLINE) ||
	    !in_range(line, "guest.nr_requests", guest->nr_requests, 4, 1024) ||
	    !in_range(line, "guest.preempt", guest->preempt, PREEMPT_NONE, PREEMPT_FULL))
		return false;
	if (guest->queue_size & (guest->queue_size - 1))
		return bad(line, "guest.queue_size", "expected a power of two, got %u",
			   guest->queue_size);
	return check_transport(guest, backend, line) && check_modules(guest, backend, line) &&
	       check_needs_linux(guest, backend, line);
}

static bool check_host(const struct host_spec *host, const struct verdict_line *line)
{
	if (!in_range(line, "host.service", host->service, HOST_IOTHREAD, HOST_VCPU_EXIT) ||
	    !in_range(line, "host.iothreads", host->iothreads, IOTHREADS_ONE, IOTHREADS_MAIN) ||
	    !in_range(line, "host.poll_max", host->poll_max_ns, 0, LATENCY_NS_MAX) ||
	    !in_range(line, "host.aio", host->aio, HOST_AIO_NATIVE, HOST_AIO_THREADS) ||
	    !in_range(line, "host.pool_threads", host->pool_threads, 1, 8) ||
	    !in_range(line, "host.backend", host->backend, HOST_BACKEND_QEMU,
		      HOST_BACKEND_VHOST_BLK) ||
	    !in_range(line, "host.cpus", host->cpus, 1, 8) ||
	    !in_range(line, "host.workers", host->workers, 1, 8) ||
	    !in_range(line, "host.disk", host->disk, DISK_RAM, DISK_FIXED_LATENCY) ||
	    !in_range(line, "host.disk_sectors", host->disk_sectors, 1, DISK_SECTORS_MAX) ||
	    !in_range(line, "host.latency", host->latency_ns, 0, LATENCY_NS_MAX) ||
	    !in_range(line, "host.seg_max", host->seg_max, 1, 1022) ||
	    !in_range(line, "host.loop_worker", host->loop_worker, LOOP_KTHREAD, LOOP_WORKQUEUE) ||
	    !in_range(line, "host.churn", host->churn, CHURN_NONE, CHURNS - 1))
		return false;
	if (host->disk == DISK_RAM && host->latency_ns)
		return bad(line, "host.latency",
			   "a ram disk has no latency; host.disk must be "
			   "fixed_latency");
	if (host->disk == DISK_FIXED_LATENCY && !host->latency_ns)
		return bad(line, "host.latency", "a fixed_latency disk needs a latency above 0");
	return true;
}

static bool is_block(const struct world_spec *spec)
{
	return world_device_load(world_device_find(spec->guest.driver, spec->host.backend))->block;
}

static bool check_load_shape(const struct load_spec *load, const struct verdict_line *line)
{
	uint64_t sectors = load->bs_bytes / SECTOR_BYTES;
	uint64_t largest;

	if (load->bs_bytes % SECTOR_BYTES || !sectors)
		return bad(line, "load.bs", "expected a multiple of 512, got %" PRIu64,
			   load->bs_bytes);
	if (load->segments > sectors)
		return bad(line, "load.segments",
			   "%u segments need at least %u bytes, load.bs is %" PRIu64,
			   load->segments, load->segments * SECTOR_BYTES, load->bs_bytes);
	largest = (sectors + load->segments - 1) / load->segments * SECTOR_BYTES;
	if (largest > PAGE_BYTES)
		return bad(line, "load.segments",
			   "load.bs of %" PRIu64 " needs at least %" PRIu64
			   " segments of one page each",
			   load->bs_bytes, (load->bs_bytes + PAGE_BYTES - 1) / PAGE_BYTES);
	return true;
}

static bool check_load(const struct world_spec *spec, const struct verdict_line *line)
{
	const struct load_spec *load = &spec->load;
	bool block = is_block(spec);

	if (!in_range(line, "load.rw", load->rw, RW_READ, RW_RANDRW) ||
	    !in_range(line, "load.bs", load->bs_bytes, block ? SECTOR_BYTES : 1, 1u << 20) ||
	    !in_range(line, "load.iodepth", load->iodepth, 1, 256) ||
	    !in_range(line, "load.numjobs", load->numjobs, 1, LOAD_JOBS_MAX) ||
	    !in_range(line, "load.number_ios", load->number_ios, 1, NUMBER_IOS_MAX) ||
	    !in_range(line, "load.segments", load->segments, 1, LOAD_SEGMENTS_MAX) ||
	    !in_range(line, "load.serial_reads", load->serial_reads, 1, 1000) ||
	    !in_range(line, "load.fsync", load->flush_every, 0, NUMBER_IOS_MAX) ||
	    !in_range(line, "load.fua_every", load->fua_every, 0, NUMBER_IOS_MAX))
		return false;
	if (block && !check_load_shape(load, line))
		return false;
	if (!load_rw_writes(load->rw)) {
		if (load->flush_every)
			return bad(line, "load.fsync",
				   "a flush after every n-th write needs a load.rw that writes");
		if (load->fua_every)
			return bad(line, "load.fua_every", "needs a load.rw that writes");
	}
	return true;
}

static bool check_fault_names(const struct fault_spec *faults, const struct verdict_line *line)
{
	static const char *const known[] = { "alloc",	    "add_buf",	  "bounce", "io_error",
					     "flush_error", "short_read", "signal", "io_submit",
					     "uaccess",	    "vector" };

	if (faults->count > FAULTS_MAX)
		return bad(line, "faults.inject", "expected at most %d faults", FAULTS_MAX);
	for (unsigned int i = 0; i < faults->count; i++) {
		const char *name = faults->names[i];
		bool found = false;

		for (unsigned int j = 0; j < sizeof(known) / sizeof(known[0]); j++)
			found |= name && strcmp(known[j], name) == 0;
		if (!found)
			return bad(line, "faults.inject",
				   "no fault '%s'; there is: alloc, add_buf, bounce, io_error, "
				   "flush_error, short_read, signal, io_submit, uaccess, vector",
				   name ? name : "");
		for (unsigned int j = 0; j < i; j++)
			if (strcmp(faults->names[j], name) == 0)
				return bad(line, "faults.inject", "'%s' is listed twice", name);
	}
	if (faults->limit && !faults->count)
		return bad(line, "faults.limit", "limits faults, but faults.inject lists none");
	return true;
}

static bool check_faults(const struct world_spec *spec, const struct verdict_line *line)
{
	const struct fault_spec *faults = &spec->faults;
	const struct load_spec *load = &spec->load;

	if (!check_fault_names(faults, line))
		return false;
	if (world_spec_fault(spec, "flush_error")) {
		if (!spec->host.flush)
			return bad(line, "faults.inject",
				   "flush_error can never happen: host.flush is off");
		if (!load->flush_every && !load->fua_every)
			return bad(line, "faults.inject",
				   "flush_error can never happen: the load never flushes (see "
				   "load.fsync and load.fua_every)");
	}
	if (world_spec_fault(spec, "vector") &&
	    (spec->guest.transport != TRANSPORT_PCI || !spec->guest.vectors))
		return bad(
			line, "faults.inject",
			"vector can never happen: it needs guest.transport pci and guest.vectors");
	if (faults->early_irq && spec->explore.from == EXPLORE_LOAD &&
	    spec->end != END_FREEZE_RESTORE)
		return bad(line, "faults.early_irq",
			   "can never happen: the driver is up before the explored part starts; "
			   "it needs explore.from: boot or load.end: freeze_restore");
	return true;
}

static bool check_explore(const struct explore_spec *explore, const struct verdict_line *line)
{
	struct strategy *strategy;

	if (!in_range(line, "explore.memory", explore->memory, MEMORY_SC, MEMORY_WEAK) ||
	    !in_range(line, "explore.from", explore->from, EXPLORE_LOAD, EXPLORE_BOOT) ||
	    !in_range(line, "explore.schedules", explore->schedules, 1, SCHEDULES_MAX) ||
	    !in_range(line, "explore.points_max", explore->points_max, POINTS_MIN, POINTS_MAX))
		return false;
	strategy = explore->strategy ? strategy_by_name(explore->strategy, 0) : NULL;
	if (!strategy)
		return bad(line, "explore.strategy", "no strategy '%s'",
			   explore->strategy ? explore->strategy : "");
	strategy_free(strategy);
	return true;
}

/* What fits each section alone but not the others. */
static bool check_fit(const struct world_spec *spec, const struct verdict_line *line)
{
	const struct load_spec *load = &spec->load;
	unsigned int chain = spec->host.seg_max + 2;
	uint64_t footprint = load->bs_bytes / SECTOR_BYTES * load_blocks_min(load) * load->numjobs;

	if (!is_block(spec))
		return true;
	if (chain > spec->guest.queue_size && !spec->guest.indirect)
		return bad(line, "host.seg_max",
			   "%u segments, a header and a status byte need %u descriptors, "
			   "guest.queue_size is %u",
			   spec->host.seg_max, chain, spec->guest.queue_size);
	if (chain > spec->guest.queue_size && world_spec_fault(spec, "alloc"))
		return bad(line, "faults.inject",
			   "alloc may refuse an indirect table, and the %u descriptors of its "
			   "request do not fit guest.queue_size %u",
			   chain, spec->guest.queue_size);
	if (load->segments > spec->host.seg_max)
		return bad(line, "load.segments", "%u segments, but host.seg_max is %u",
			   load->segments, spec->host.seg_max);
	if (footprint > spec->host.disk_sectors)
		return bad(line, "host.disk_sectors",
			   "%u jobs with %" PRIu64 " blocks of %" PRIu64 " bytes each need %" PRIu64
			   " sectors, got %" PRIu64,
			   load->numjobs, load_blocks_min(load), load->bs_bytes, footprint,
			   spec->host.disk_sectors);
	if (spec->host.read_only && load_rw_writes(load->rw))
		return bad(line, "host.read_only", "the disk is read-only, but load.rw writes");
	return true;
}

static bool check_end(const struct world_spec *spec, const struct verdict_line *line)
{
	uint64_t total = (uint64_t)spec->load.numjobs * spec->load.number_ios;

	if (!in_range(line, "load.end", spec->end, END_NONE, END_RESET) ||
	    !in_range(line, "load.freezes", spec->freezes, 1, 1000))
		return false;
	if (spec->end == END_POWER_CUT && !load_rw_writes(spec->load.rw))
		return bad(line, "load.end", "power_cut needs a load.rw that writes");
	if (spec->end == END_NONE && spec->end_after_ios)
		return bad(line, "load.end_after_ios", "needs a load.end other than none");
	if (spec->end == END_NONE && spec->end_at != END_AT_COUNT)
		return bad(line, "load.end_at", "needs a load.end other than none");
	if (spec->end_at == END_AT_ANY && spec->end_after_ios)
		return bad(line, "load.end_after_ios",
			   "load.end_at says that the schedule chooses");
	if (spec->end_after_ios > total)
		return bad(line, "load.end_after_ios",
			   "the load has only %" PRIu64 " I/Os, got %" PRIu64, total,
			   spec->end_after_ios);
	return true;
}

static bool check_host_threads(const struct world_spec *spec, const struct verdict_line *line)
{
	const struct host_spec *host = &spec->host;
	enum world_loops kind = world_device_find(spec->guest.driver, host->backend)->loops;
	bool one_loop = kind == LOOPS_ONE;
	bool process = kind == LOOPS_DISK;
	bool main_loop = host->service == HOST_VCPU_EXIT || host->iothreads == IOTHREADS_MAIN;
	unsigned int loops = host->iothreads == IOTHREADS_PER_QUEUE ? spec->guest.queues : 1;
	unsigned int threads = host->aio == HOST_AIO_THREADS ? loops * host->pool_threads : 0;

	if (host->iothreads != IOTHREADS_ONE &&
	    (!(process || one_loop) || host->service == HOST_VCPU_EXIT))
		return bad(line, "host.iothreads",
			   "says something about a device's process with host.service "
			   "iothread only");
	if (one_loop && host->iothreads == IOTHREADS_PER_QUEUE)
		return bad(line, "host.iothreads", "one loop serves all queues of %s",
			   spec->guest.driver);
	if (host->poll_max_ns && (!(process || one_loop) || main_loop))
		return bad(line, "host.poll_max",
			   "only iothreads of virtio_blk, virtio_balloon and p9_virtio poll");
	if (host->aio != HOST_AIO_NATIVE && !process)
		return bad(line, "host.aio", "says something about virtio_blk only");
	if (world_spec_fault(spec, "io_submit") && (!process || host->aio != HOST_AIO_NATIVE))
		return bad(line, "faults.inject",
			   "io_submit can never happen: it needs virtio_blk and host.aio native");
	if (process && spec->guest.vcpus + loops + threads > THREADS_MAX)
		return bad(line, "host.pool_threads",
			   "%u vCPUs, %u loops and %u threads in pools are more than %d",
			   spec->guest.vcpus, loops, threads, THREADS_MAX);
	return true;
}

static bool check_hostile(const struct world_spec *spec, const struct verdict_line *line)
{
	const struct world_device *device =
		world_device_find(spec->guest.driver, spec->host.backend);

	if (!spec->host.hostile)
		return true;
	if (spec->guest.linux_version ||
	    !world_device_has_module(device, &spec->guest, "qemu_virtqueue") ||
	    !world_device_has_module(device, &spec->guest, "virtio_mmio"))
		return bad(
			line, "host.hostile",
			"a device that lies is one of a process, for a driver of this project on "
			"virtio-mmio");
	if (spec->end != END_REMOVE || spec->end_after_ios || spec->end_at != END_AT_COUNT)
		return bad(line, "load.end",
			   "a device that lies goes when it likes to (host.hostile)");
	return true;
}

/* Keys of one kind of device that say nothing about another; and what this kind asks for. */
static bool check_device(const struct world_spec *spec, const struct verdict_line *line)
{
	const struct world_device *device =
		world_device_find(spec->guest.driver, spec->host.backend);

	if (!spec->host.direct_io && strcmp(device->driver, "loop") != 0)
		return bad(line, "host.direct_io", "says something about driver loop only");
	if (spec->host.loop_worker != LOOP_KTHREAD &&
	    (strcmp(device->driver, "loop") != 0 || spec->guest.linux_version))
		return bad(line, "host.loop_worker", "says something about our driver loop only");
	if (!spec->guest.napi_tx && strcmp(device->driver, "virtio_net") != 0)
		return bad(line, "guest.napi_tx", "says something about driver virtio_net only");
	if (spec->host.churn != CHURN_NONE && !(device->churns & CHURN_BIT(spec->host.churn)))
		return bad(line, "host.churn", "not what one does to driver %s", device->driver);
	if (!check_host_threads(spec, line))
		return false;
	return !device->check || device->check(spec, line->field, line->error, line->error_bytes);
}

bool world_spec_check(const struct world_spec *spec, const char **field, char *error,
		      unsigned int error_bytes)
{
	const struct verdict_line line = { field, error, error_bytes };

	return check_guest(&spec->guest, spec->host.backend, &line) &&
	       check_host(&spec->host, &line) && check_load(spec, &line) &&
	       check_explore(&spec->explore, &line) && check_hostile(spec, &line) &&
	       check_device(spec, &line) && check_fit(spec, &line) && check_faults(spec, &line) &&
	       check_end(spec, &line);
}
