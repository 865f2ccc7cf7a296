/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * port.h - the one door between compiled code under test and the world it runs in.
 *
 * The kernel library (sim/kernel) and the headers in sim/include/linux are written on top of
 * these calls; a driver never includes this file. The fiber engine (sim/engine) implements them.
 * Everything here may be called from checked and from plain modules. Unless a comment says
 * otherwise a call is legal in every context, costs nothing in virtual time, and is atomic: no
 * other context runs in between.
 */
#ifndef SIM_PORT_H
#define SIM_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sim/verdict.h>

typedef uint64_t sim_ns;

/* ---- contexts ------------------------------------------------------------------------------ */

struct sim_ctx;

enum sim_ctx_kind { SIM_CTX_TASK, SIM_CTX_SOFTIRQ, SIM_CTX_HARDIRQ, SIM_CTX_HOST };

/* What a context waits for; shown in stories and in DEADLOCK's wait-for cycle. */
enum sim_wait_kind {
	SIM_WAIT_NONE,
	SIM_WAIT_SPIN, /* spins on a spin lock */
	SIM_WAIT_MUTEX, /* sleeps on a mutex */
	SIM_WAIT_QUEUE, /* sleeps on a wait queue, completion or plain schedule() */
	SIM_WAIT_WORK, /* waits for a work item, kthread or irq handler to finish */
	SIM_WAIT_RCU, /* waits for a grace period */
	SIM_WAIT_IDLE, /* a worker with nothing to do: not a problem at quiescence */
};

struct sim_wait {
	enum sim_wait_kind kind;
	const void *object; /* lock, wait queue, work ...: an address in simulated memory */
	const char *what; /* short text for the story, for instance "wait_for_completion" */
	struct sim_ctx *owner; /* who has to act, where that is known; else NULL */
};

struct sim_ctx *sim_ctx_current(void);
enum sim_ctx_kind sim_ctx_kind(const struct sim_ctx *ctx);
int sim_ctx_id(const struct sim_ctx *ctx);
/*
 * Creates a context of the current machine, runnable at once, that calls fn(arg) and then ends.
 * kind is SIM_CTX_TASK (runs on vCPU cpu of this machine, -1 = the creator's) or SIM_CTX_HOST (a
 * thread with a host CPU of its own, cpu ignored). The name is copied.
 */
struct sim_ctx *sim_ctx_create(enum sim_ctx_kind kind, const char *name, int cpu,
			       void (*fn)(void *), void *arg);
/* The kernel library's task_struct of the current context; of the interrupted task in an irq. */
void *sim_ctx_task(void);
void sim_ctx_set_task(struct sim_ctx *ctx, void *task);
__attribute__((noreturn)) void sim_ctx_exit(void);

int sim_cpu(void); /* number of the current vCPU within its machine */
int sim_cpu_count(void); /* vCPUs of the current machine */
int sim_machine(void); /* number of the current machine */

/*
 * Sleeps unless *state == runnable (the test and the sleep are one step, with a full barrier
 * before, as schedule() has). Returns after sim_unpark(). Task and host contexts only; reports
 * SLEEP_IN_ATOMIC when called with interrupts off, preemption off or in an interrupt.
 */
void sim_park(const long *state, long runnable, const struct sim_wait *wait);
/* Makes a parked context runnable; a full barrier if it was parked. True if it was parked. */
bool sim_unpark(struct sim_ctx *ctx);
/* Reports SLEEP_IN_ATOMIC if sleeping is not allowed here; a voluntary preemption point. */
void sim_might_sleep(const char *what);
/* An explicit scheduling point: anything enabled may run before this returns. */
void sim_point(void);
/* cpu_relax(): a scheduling point after which others are preferred until one has run. */
void sim_relax(void);
/* Lets another runnable task of this vCPU run (cond_resched, yield). */
void sim_resched(void);

/* ---- interrupts and preemption of the current vCPU ----------------------------------------- */

void sim_irq_disable(void);
void sim_irq_enable(void);
unsigned long sim_irq_save(void);
void sim_irq_restore(unsigned long flags);
bool sim_irqs_disabled(void);
void sim_preempt_disable(void);
void sim_preempt_enable(void);
int sim_preempt_count(void);
void sim_bh_disable(void);
void sim_bh_enable(void);
bool sim_in_hardirq(void);
bool sim_in_softirq(void); /* serving a softirq, or bottom halves disabled */
bool sim_in_atomic(void); /* sleeping would be a bug */

/*
 * Interrupt line irq of the current machine: handler(arg) runs as a hardirq context on the vCPU
 * the line is routed to (0 unless sim_irq_affinity() said otherwise), with interrupts off. Lines
 * are edge like MSI: a raise while pending merges, a raise while running runs it once more.
 */
int sim_irq_request(unsigned int irq, void (*handler)(void *), void *arg, const char *name);
/* Waits for a running handler, then removes it; later raises are dropped. Task context. */
void sim_irq_free(unsigned int irq);
void sim_irq_sync(unsigned int irq); /* synchronize_irq(): waits for a running handler */
void sim_irq_mask(unsigned int irq, bool masked); /* disable_irq_nosync() / enable_irq() */
void sim_irq_affinity(unsigned int irq, int cpu);
/* Raises a line of the current machine from within: an interrupt that one vCPU sends to another.
 * False if the line has no handler. */
bool sim_irq_raise(unsigned int irq);

/* Runs fn(arg) once as a softirq on this vCPU, when the schedule says so: at the earliest once
 * interrupts and bottom halves are on, perhaps later. A raise of a pending (fn, arg) merges. */
void sim_softirq_raise(void (*fn)(void *), void *arg);

/* ---- time ---------------------------------------------------------------------------------- */

sim_ns sim_now(void);
/* Virtual time that what was just done costs; ignored unless the run is timed. */
void sim_charge(sim_ns ns);

struct sim_timer {
	uint32_t id; /* 0 = never armed */
};

enum sim_timer_class {
	SIM_TIMER_NORMAL, /* may fire whenever due; in adversarial runs at any time */
	SIM_TIMER_WATCHDOG, /* fires only when nothing else can run; progress it makes is reported */
};

/* (Re)arms: fn(arg) runs as a softirq on the arming vCPU at sim_now() + delay. */
void sim_timer_arm(struct sim_timer *timer, sim_ns delay, enum sim_timer_class class,
		   void (*fn)(void *), void *arg);
bool sim_timer_cancel(struct sim_timer *timer); /* true if it was pending */
bool sim_timer_pending(const struct sim_timer *timer);
/* Cancels and waits for a running fn. Not from the timer itself. */
bool sim_timer_cancel_sync(struct sim_timer *timer);

/* ---- locks --------------------------------------------------------------------------------- */

/*
 * A lock word in simulated memory; spinlock_t, mutex and the like embed it. A zeroed one is an
 * unlocked lock that is registered at first use (its class is then its own address).
 */
struct sim_lock {
	uint32_t word; /* 0 free, 1 held; the memory model sees it, so spin_is_locked() is a load */
	uint32_t id; /* the simulator's record, 0 = not registered yet */
};

enum sim_lock_kind { SIM_LOCK_SPIN, SIM_LOCK_MUTEX };

/* name is shown in reports; locks with one class_key form one class for LOCK_ORDER. */
void sim_lock_init(struct sim_lock *lock, enum sim_lock_kind kind, const char *name,
		   const void *class_key);
/*
 * A spin lock spins, a mutex sleeps (SLEEP_IN_ATOMIC where that is illegal). Acquire ordering.
 * Reports DEADLOCK on self-deadlock, LOCK_ORDER, IRQ_UNSAFE_LOCK. The caller has already disabled
 * preemption or interrupts as its variant asks. subclass as in spin_lock_nested().
 */
void sim_lock_acquire(struct sim_lock *lock, unsigned int subclass);
bool sim_lock_try(struct sim_lock *lock);
/* Release ordering. BAD_UNLOCK when not held, or not by this context. */
void sim_lock_release(struct sim_lock *lock);
bool sim_lock_held_by_me(const struct sim_lock *lock);
/* Reports TEARDOWN when the lock is held or waited for: mutex_destroy() and freed memory. */
void sim_lock_destroy(struct sim_lock *lock);
/*
 * A wait that is like taking a lock and releasing it at once (flush_work, kthread_stop,
 * synchronize_irq): enters the lock-order graph so that waiting for a work under a lock that the
 * work takes is found without the unlucky timing. key = the thing waited for.
 */
void sim_lockdep_wait(const void *key, const char *name);
void sim_lockdep_run_begin(const void *key, const char *name); /* the work starts to run */
void sim_lockdep_run_end(const void *key);

/* ---- memory -------------------------------------------------------------------------------- */

enum sim_alloc_flags {
	SIM_ALLOC_ZERO = 1 << 0,
	SIM_ALLOC_MAY_FAIL = 1 << 1, /* fault "alloc" may make it return NULL */
};

/* From the current machine's arena, with red zones. name is kept for reports, not copied. */
void *sim_alloc(size_t size, size_t align, unsigned int flags, const char *name);
/* Poisons and quarantines. NULL is ignored; DOUBLE_FREE, or OUT_OF_BOUNDS for a bad pointer. */
void sim_free(void *ptr);
/* The same, in the name of caller: for an allocator that is itself code under test. */
void *sim_alloc_at(size_t size, size_t align, unsigned int flags, const char *name,
		   const void *caller);
void sim_free_at(void *ptr, const void *caller);
size_t sim_alloc_size(const void *ptr);
/* Leaves an allocation out of the LEAK check at module exit. */
void sim_alloc_ignore_leak(const void *ptr);
/* The same for all that this machine has allocated so far: what a kernel keeps for good. */
void sim_alloc_ignore_leaks_so_far(void);
/* Checks that [ptr, ptr + size) may be accessed, as a hooked access would. */
void sim_mem_check(const void *ptr, size_t size, bool write);
/* Marks a range as no longer to be used although it is still allocated (an object back in its
 * pool), or as usable again. An access to it meanwhile is a USE_AFTER_FREE. */
void sim_mem_poison(void *ptr, size_t size);
void sim_mem_unpoison(void *ptr, size_t size);

/* Barriers as LKMM names them; in a plain module they only stop the compiler. */
enum sim_barrier {
	SIM_MB,
	SIM_RMB,
	SIM_WMB,
	SIM_MB_BEFORE_ATOMIC,
	SIM_MB_AFTER_ATOMIC,
	SIM_MB_AFTER_SPINLOCK,
};

void sim_barrier(enum sim_barrier kind);

/* Marked read-modify-write and ordered accesses go through the compiler's __atomic builtins, which
 * a checked module turns into __tsan_atomic* calls; __ATOMIC_SEQ_CST means "fully ordered" as in
 * Documentation/atomic_t.txt: a full barrier before and after. */

void sim_rcu_read_lock(void);
void sim_rcu_read_unlock(void);
bool sim_rcu_read_lock_held(void);
/* Blocks until every read-side section of this machine that is open now has ended. */
void sim_rcu_synchronize(void);
/* Runs fn(arg) as a softirq after a grace period. */
void sim_rcu_call(void (*fn)(void *), void *arg);
void sim_rcu_barrier(void); /* waits for all sim_rcu_call() callbacks */

/* data_race(): accesses between the two are neither checked for races nor scheduling points. */
void sim_race_ignore_begin(void);
void sim_race_ignore_end(void);

/* ---- device registers ---------------------------------------------------------------------- */

/* readl()/writel(): addr lies in a window that a device model owns. May run host code. */
uint64_t sim_mmio_read(const volatile void *addr, unsigned int size);
void sim_mmio_write(volatile void *addr, unsigned int size, uint64_t value);

/* ---- choices, reports, trace --------------------------------------------------------------- */

/*
 * A fault point: true if the scenario enables fault name ("alloc", "add_buf", "bounce", ...) and
 * the strategy chooses to fail here. False always when the scenario does not enable it.
 */
bool sim_fault(const char *name);

/* Ends the run with a finding. */
__attribute__((noreturn, format(printf, 2, 3))) void sim_report(enum sim_verdict verdict,
								const char *fmt, ...);
/* A line for the trace and the story (printk). */
__attribute__((format(printf, 1, 2))) void sim_log(const char *fmt, ...);
void sim_vlog(const char *fmt, __builtin_va_list args);

/* What the rules in sim/check and the story listen to. */
enum sim_event {
	SIM_EV_NONE,
	SIM_EV_REQUEST_NEW, /* a request or bio enters the block layer: obj, a = sector, b = op */
	SIM_EV_REQUEST_START, /* given to the driver */
	SIM_EV_REQUEST_REQUEUE, /* taken back from the driver */
	SIM_EV_REQUEST_END, /* completed: a = error */
	SIM_EV_REQUEST_INSERT, /* put on a list from which it is dispatched later: a = sector */
	SIM_EV_QUEUE_STOP, /* request queue obj stopped */
	SIM_EV_QUEUE_START,
	SIM_EV_QUEUE_DEAD, /* cleaned up: nothing may come any more */
	SIM_EV_WORK_QUEUE,
	SIM_EV_WORK_RUN,
	SIM_EV_WORK_DONE,
	SIM_EV_WAIT, /* prepare_to_wait on queue obj */
	SIM_EV_WAKE, /* wake_up on queue obj, a = woken */
	SIM_EV_MODULE, /* module init/exit: a = 0 init, 1 exit */
	SIM_EV_COUNT
};

/* In b of SIM_EV_REQUEST_NEW: a request, which a driver must start before it may end it. */
#define SIM_REQUEST_NEEDS_START (1ull << 63)
/* In b of SIM_EV_REQUEST_REQUEUE: what happens next to the request begins with a NEW. */
#define SIM_REQUEST_LIFE_OVER (1ull << 62)

void sim_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b);

/* ---- stubs say so -------------------------------------------------------------------------- */

enum sim_stub_kind { SIM_STUB_NOP, SIM_STUB_FIXED, SIM_STUB_UNREACHABLE };

struct sim_stub {
	const char *function;
	const char *file;
	const char *reason;
	uint32_t kind;
	uint32_t line;
};

#define SIM_STUB_RECORD(stub_kind, why)                                                            \
	static const struct sim_stub sim_stub_here                                                 \
		__attribute__((section("sim_stubs"), used)) = {                                    \
			__func__, __FILE__, why, stub_kind, __LINE__                               \
		}

/* For a function body: does nothing on purpose, because ... `simctl stubs` lists it. */
#define SIM_NOP(why)                                                                               \
	do {                                                                                       \
		SIM_STUB_RECORD(SIM_STUB_NOP, why);                                                \
	} while (0)
/* For a function body: answers always the same, because ... */
#define SIM_FIXED(value, why)                                                                      \
	do {                                                                                       \
		SIM_STUB_RECORD(SIM_STUB_FIXED, why);                                              \
		return (value);                                                                    \
	} while (0)
/* For a function body: must not be reached; a run that does ends with STUB_CALLED. */
#define SIM_UNREACHABLE(why)                                                                       \
	do {                                                                                       \
		SIM_STUB_RECORD(SIM_STUB_UNREACHABLE, why);                                        \
		sim_report(SIM_STUB_CALLED, "%s: %s", __func__, why);                              \
	} while (0)

#endif
