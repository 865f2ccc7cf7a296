/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>

#include <criterion/criterion.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/engine.h>
#include <engine/fault.h>
#include <engine/trace.h>
#include <model/hostos.h>
#include <search/strategy.h>
#include <sim/syscall.h>

#define EVENTFD (EFD_NONBLOCK | EFD_CLOEXEC)

static const struct sim_wait idle = { .kind = SIM_WAIT_IDLE, .what = "idle" };
static void (*bodies[3])(void);

static void call_body(void *arg)
{
	bodies[(uintptr_t)arg]();
}

static void build(void)
{
	const struct engine_config config = { .points_max = 10000 };
	const struct disk_spec disk = { .name = "vda", .sectors = 64, .volatile_cache = true };

	engine_init(&config);
	rules_init();
	hostos_init();
	fault_enable("io_submit");
	fault_limit(1);
	machine_add("host", 0);
	hostos_add_drive(0, disk_create(&disk));
	for (uintptr_t i = 0; i < 3 && bodies[i]; i++)
		engine_ctx_create(0, SIM_CTX_HOST, "thread", 0, call_body, (void *)i);
	snapshot_take();
}

static void run(struct strategy *strategy, uint64_t number)
{
	strategy_set(strategy);
	snapshot_restore();
	finding_clear();
	trace_begin(false);
	strategy->begin(strategy, number);
	engine_run();
	cr_assert_eq(finding_current()->verdict, SIM_PASS, "%s: %s",
		     sim_verdict_name(finding_current()->verdict), finding_current()->text);
}

/* One thread, nothing by chance. */
static void alone(void (*fn)(void))
{
	bodies[0] = fn;
	build();
	run(strategy_first(), 0);
}

static long add(int fd, uint64_t value)
{
	return sim_sys_write(fd, &value, sizeof(value));
}

/* The counter, or the error. */
static int64_t take(int fd)
{
	uint64_t value = 0;
	long result = sim_sys_read(fd, &value, sizeof(value));

	return result == sizeof(value) ? (int64_t)value : result;
}

/* ---- eventfds ------------------------------------------------------------------------------ */

static void eventfd_counts(void)
{
	int fd = sim_sys_eventfd(2, EVENTFD);

	cr_assert_geq(fd, 0);
	cr_assert_eq(add(fd, 3), 8);
	cr_assert_eq(take(fd), 5);
	cr_assert_eq(take(fd), -EAGAIN);
	cr_assert_eq(add(fd, UINT64_MAX - 1), 8);
	cr_assert_eq(add(fd, 1), -EAGAIN);
	cr_assert_eq(add(fd, UINT64_MAX), -EINVAL);
	cr_assert_eq(sim_sys_close(fd), 0);
}

Test(syscall, eventfd_counts)
{
	alone(eventfd_counts);
}

static void eventfd_refuses(void)
{
	int fd = sim_sys_eventfd(3, EVENTFD | EFD_SEMAPHORE);
	int drive = sim_sys_open_drive(0);
	uint32_t four = 0;

	cr_assert_eq(take(fd), 1);
	cr_assert_eq(take(fd), 1);
	cr_assert_eq(sim_sys_read(fd, &four, sizeof(four)), -EINVAL);
	cr_assert_eq(sim_sys_write(fd, &four, sizeof(four)), -EINVAL);
	cr_assert_eq(take(drive), -EINVAL);
	cr_assert_eq(sim_sys_eventfd(0, 1 << 20), -EINVAL);
	cr_assert_eq(sim_sys_open_drive(3), -ENXIO);
	cr_assert_eq(sim_sys_close(fd), 0);
	cr_assert_eq(sim_sys_close(fd), -EBADF);
	cr_assert_eq(add(fd, 1), -EBADF);
	cr_assert_eq(take(-1), -EBADF);
	while (sim_sys_eventfd(0, 0) >= 0)
		;
	cr_assert_eq(sim_sys_eventfd(0, 0), -EMFILE);
	cr_assert_eq(sim_sys_open_drive(0), -EMFILE);
}

Test(syscall, eventfd_refuses)
{
	alone(eventfd_refuses);
}

/* ---- waiting ------------------------------------------------------------------------------- */

static void ppoll_looks(void)
{
	int quiet = sim_sys_eventfd(0, EVENTFD), set = sim_sys_eventfd(1, EVENTFD);
	struct pollfd fds[] = {
		{ .fd = quiet, .events = POLLIN },  { .fd = set, .events = POLLIN },
		{ .fd = -1, .events = POLLIN },	    { .fd = 60, .events = POLLIN },
		{ .fd = quiet, .events = POLLOUT },
	};

	cr_assert_eq(sim_sys_ppoll(fds, 1, false, &idle), 0);
	cr_assert_eq(sim_sys_ppoll(fds, 5, true, &idle), 3);
	cr_assert_eq(fds[0].revents, 0);
	cr_assert_eq(fds[1].revents, POLLIN);
	cr_assert_eq(fds[2].revents, 0);
	cr_assert_eq(fds[3].revents, POLLNVAL);
	cr_assert_eq(fds[4].revents, POLLOUT);
}

Test(syscall, ppoll_looks)
{
	alone(ppoll_looks);
}

static int bell, rounds;
static uint32_t word;

static void ring_three_times(void)
{
	bell = sim_sys_eventfd(0, EVENTFD);
	for (int i = 0; i < 3; i++)
		add(bell, 1);
}

static void ring_answers(void)
{
	struct pollfd fd = { .events = POLLIN };

	while (bell < 0)
		sim_relax();
	fd.fd = bell;
	while (rounds < 3) {
		int ready = sim_sys_ppoll(&fd, 1, true, &idle);

		cr_assert(ready == 1 || ready == -EINTR);
		rounds += ready == 1 ? (int)take(bell) : 0;
	}
}

static void under_random(unsigned int schedules)
{
	struct strategy *strategy = strategy_random(1);

	build();
	for (unsigned int i = 0; i < schedules; i++) {
		bell = -1;
		rounds = 0;
		word = 0;
		run(strategy, i);
		cr_assert_eq(rounds, 3);
	}
}

Test(syscall, ppoll_never_sleeps_through_a_write)
{
	bodies[0] = ring_three_times;
	bodies[1] = ring_answers;
	under_random(200);
}

static void read_blocks(void)
{
	while (bell < 0)
		sim_relax();
	while (rounds < 3) {
		int64_t got = take(bell);

		cr_assert(got > 0 || got == -EINTR);
		rounds += got > 0 ? (int)got : 0;
	}
}

static void write_blocks(void)
{
	bell = sim_sys_eventfd(0, 0);
	for (int i = 0; i < 3; i++)
		cr_assert_eq(add(bell, 1), 8);
}

Test(syscall, a_blocking_eventfd_waits)
{
	bodies[0] = write_blocks;
	bodies[1] = read_blocks;
	under_random(200);
}

static void *futex_word(void)
{
	static void *lies_in;

	if (!word) {
		lies_in = sim_alloc(sizeof(uint32_t), 4, SIM_ALLOC_ZERO, "futex");
		word = 1;
	}
	return lies_in;
}

static void futex_waits(void)
{
	uint32_t *futex = futex_word();
	int result;

	while (*(volatile uint32_t *)futex < 3) {
		uint32_t seen = *(volatile uint32_t *)futex;

		sim_point();
		if (seen == 3)
			break;
		result = sim_sys_futex_wait(futex, seen, &idle);
		cr_assert(!result || result == -EAGAIN || result == -EINTR);
	}
	rounds = 3;
}

static void futex_wakes(void)
{
	volatile uint32_t *futex = futex_word();

	for (int i = 0; i < 3; i++) {
		++*futex;
		cr_assert_leq(sim_sys_futex_wake((uint32_t *)futex, 1), 1);
	}
	cr_assert_eq(sim_sys_futex_wake((uint32_t *)futex + 1, 1), 0);
}

Test(syscall, futex_never_loses_a_wake_up)
{
	bodies[0] = futex_waits;
	bodies[1] = futex_wakes;
	under_random(200);
}

static void time_passes(void)
{
	sim_ns start = sim_sys_clock_gettime(), last = start;

	for (int i = 0; i < 10; i++) {
		sim_ns now = sim_sys_clock_gettime();

		cr_assert_gt(now, last);
		last = now;
	}
	cr_assert_geq(last - start, 10000);
}

Test(syscall, time_passes_at_each_look)
{
	alone(time_passes);
}

/* ---- disk I/O ------------------------------------------------------------------------------ */

#define SECTOR 512

static struct iovec buffer(int byte)
{
	struct iovec vector = { sim_alloc(SECTOR, 8, SIM_ALLOC_ZERO, "buffer"), SECTOR };

	memset(vector.iov_base, byte, SECTOR);
	return vector;
}

static void blocking(void)
{
	int drive = sim_sys_open_drive(0), event = sim_sys_eventfd(0, EVENTFD);
	struct iovec out = buffer(7), in = buffer(0), odd = { in.iov_base, 100 };

	cr_assert_eq(sim_sys_pwritev(drive, &out, 1, 2 * SECTOR), SECTOR);
	cr_assert_eq(sim_sys_fdatasync(drive), 0);
	cr_assert_eq(sim_sys_preadv(drive, &in, 1, 2 * SECTOR), SECTOR);
	cr_assert_eq(sim_sys_preadv(drive, &odd, 1, 0), -EINVAL);
	cr_assert_eq(sim_sys_preadv(drive, &in, 1, 1), -EINVAL);
	cr_assert_eq(sim_sys_preadv(drive, &in, 1, -SECTOR), -EINVAL);
	cr_assert_eq(sim_sys_fdatasync(event), -EINVAL);
	cr_assert_eq(sim_sys_fdatasync(63), -EBADF);
}

Test(syscall, blocking_calls)
{
	alone(blocking);
}

static struct iocb prepare(enum sim_aio_op op, int fd, const struct iovec *vector, int64_t sector)
{
	return (struct iocb){ .op = op,
			      .fd = fd,
			      .resfd = -1,
			      .vector = vector,
			      .count = 1,
			      .offset_bytes = sector * SECTOR };
}

static void aio_refuses(void)
{
	struct iovec vector = buffer(1);
	struct iocb iocb = prepare(IO_CMD_PWRITEV, 0, &vector, 0), *list = &iocb;
	unsigned long context = 0, other = 0;
	struct io_event event;

	cr_assert_eq(sim_sys_io_setup(0, &context), -EINVAL);
	cr_assert_eq(sim_sys_io_setup(70000, &context), -EAGAIN);
	cr_assert_eq(sim_sys_io_setup(60000, &context), 0);
	cr_assert_eq(sim_sys_io_setup(6000, &other), -EAGAIN);
	cr_assert_eq(sim_sys_io_submit(9, 1, &list), -EINVAL);
	cr_assert_eq(sim_sys_io_submit(context, -1, &list), -EINVAL);
	cr_assert_eq(sim_sys_io_submit(context, 1, &list), -EBADF);
	iocb.fd = sim_sys_eventfd(0, EVENTFD);
	cr_assert_eq(sim_sys_io_submit(context, 1, &list), -EINVAL);
	iocb.fd = sim_sys_open_drive(0);
	iocb.resfd = iocb.fd;
	cr_assert_eq(sim_sys_io_submit(context, 1, &list), -EINVAL);
	iocb.resfd = 60;
	cr_assert_eq(sim_sys_io_submit(context, 1, &list), -EBADF);
	cr_assert_eq(sim_sys_io_getevents(context, 2, 1, &event, &idle), -EINVAL);
	cr_assert_eq(sim_sys_io_getevents(0, 0, 1, &event, &idle), -EINVAL);
	cr_assert_eq(sim_sys_io_destroy(context), 0);
	cr_assert_eq(sim_sys_io_destroy(context), -EINVAL);
	cr_assert_eq(sim_sys_io_peek(context), -EINVAL);
}

Test(syscall, aio_refuses)
{
	alone(aio_refuses);
}

static void aio_fills_up(void)
{
	int drive = sim_sys_open_drive(0), bell_fd = sim_sys_eventfd(0, EVENTFD);
	struct iovec vector = buffer(5);
	struct iocb a = prepare(IO_CMD_PWRITEV, drive, &vector, 0);
	struct iocb b = prepare(IO_CMD_PWRITEV, drive, &vector, 1);
	struct iocb c = { .op = IO_CMD_FDSYNC, .fd = drive, .resfd = bell_fd };
	struct iocb *list[] = { &a, &b, &c };
	struct io_event events[2];
	unsigned long context = 0;

	a.resfd = bell_fd;
	b.data = &b;
	cr_assert_eq(sim_sys_io_setup(2, &context), 0);
	cr_assert_eq(sim_sys_io_submit(context, 3, list), 2);
	cr_assert_eq(sim_sys_io_submit(context, 1, &list[2]), -EAGAIN);
	cr_assert_eq(sim_sys_io_getevents(context, 2, 2, events, &idle), 2);
	cr_assert(events[0].obj == &a && events[0].res == SECTOR);
	cr_assert(events[1].data == &b && events[1].res == SECTOR);
	cr_assert_eq(take(bell_fd), 1);
	cr_assert_eq(sim_sys_io_submit(context, 1, &list[2]), 1);
	cr_assert_eq(sim_sys_close(bell_fd), 0);
	cr_assert_eq(sim_sys_io_destroy(context), 0);
}

Test(syscall, aio_fills_up_and_empties)
{
	alone(aio_fills_up);
}

static void aio_batch(void)
{
	int drive = sim_sys_open_drive(0);
	struct iovec vector = buffer(5);
	struct iocb a = prepare(IO_CMD_PWRITEV, drive, &vector, 0);
	struct iocb b = prepare(IO_CMD_PREADV, drive, &vector, 1);
	struct iocb *list[] = { &a, &b };
	struct io_event event;
	unsigned long context = 0;
	int submitted = 0;

	sim_sys_io_setup(4, &context);
	while (submitted < 2) {
		int result = sim_sys_io_submit(context, 2 - submitted, list + submitted);

		cr_assert(result > 0 || result == -EAGAIN);
		submitted += result > 0 ? result : 0;
	}
	while (submitted > 0) {
		int result = sim_sys_io_getevents(context, 1, 1, &event, &idle);

		cr_assert(result == 1 || result == -EINTR);
		submitted -= result == 1;
	}
	cr_assert_eq(sim_sys_io_peek(context), 0);
	cr_assert_eq(sim_sys_io_destroy(context), 0);
	rounds = 3;
}

Test(syscall, aio_under_faults_and_any_order)
{
	bodies[0] = aio_batch;
	under_random(200);
}
