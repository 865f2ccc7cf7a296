/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * engine.h - contexts, CPUs, events and choices: what the rest of the simulator builds on.
 *
 * The engine knows no kernel concept. Machines have CPUs, CPUs run contexts, interrupts nest on
 * them; actions are things the world outside may do next (a disk completes, a timer expires).
 * Whatever is enabled competes at every scheduling point; the strategy's answers decide.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include <sim/port.h>

enum preempt_model { PREEMPT_NONE, PREEMPT_VOLUNTARY, PREEMPT_FULL };
enum memory_model { MEMORY_SC, MEMORY_TSO, MEMORY_WEAK };

struct engine_config {
	enum memory_model memory;
	enum preempt_model preempt;
	uint64_t points_max; /* scheduling points before a run counts as LIVELOCK */
	bool check_races;
	bool timed; /* virtual time orders what happens, costs count */
	bool allow_reuse; /* freed memory may come back within a run, by choice */
};

/* What a choice is about. The values are part of the tape format: only append. */
enum choice_kind {
	CHOICE_RUN, /* who runs next: 0 = the current context goes on, if it can */
	CHOICE_LOAD, /* which visible value a load returns: 0 = the newest */
	CHOICE_STORE, /* where a store goes in coherence order: 0 = newest */
	CHOICE_FAULT, /* 0 = no fault */
	CHOICE_WAKE, /* which waiter first: 0 = the longest waiting */
	CHOICE_REUSE, /* 0 = a fresh address */
	CHOICE_DEVICE, /* a device model's own: order, partial completion, delay */
	CHOICE_HOSTILE, /* what a hostile peer writes */
	CHOICE_KIND_COUNT
};

/* The site of a CHOICE_RUN without a context that could go on: answer 0 is like the others. */
#define SITE_BLOCKED 1u

/* An answer in [0, n). site identifies the place: a code address within the region, or a small
 * number. n = 1 is answered 0 without asking anyone. */
unsigned int engine_choose(enum choice_kind kind, unsigned int n, uint32_t site);

/* ---- machines and CPUs --------------------------------------------------------------------- */

/* Adds a machine (its own modules, arena slice, interrupt lines, RCU); returns its number. */
int machine_add(const char *name, int cpus);
const char *machine_name(int machine);

/* While host code runs on a vCPU (an exit to user space): the current context belongs to machine
 * until the matching leave; guest interrupts wait. */
void engine_exit_to(int machine);
void engine_exit_return(void);

/* Contexts of any machine; like sim_ctx_create() from outside. */
struct sim_ctx *engine_ctx_create(int machine, enum sim_ctx_kind kind, const char *name, int cpu,
				  void (*fn)(void *), void *arg);
const char *engine_ctx_name(const struct sim_ctx *ctx);

/* Raises line irq of a machine; from any context or action. What the raiser stored before is
 * visible to the handler. False if nobody requested the line. */
bool engine_irq_raise(int machine, unsigned int irq);

/* ---- actions ------------------------------------------------------------------------------- */

enum action_class {
	ACTION_NORMAL, /* competes with everything as soon as it is armed */
	ACTION_WATCHDOG, /* only when nothing else can run */
};

/* Embedded in a model's state (state_alloc). fn runs outside any context and must not block; it
 * may arm actions, raise interrupts, wake contexts. */
struct action {
	void (*fn)(struct action *action);
	const char *name; /* for the story: "disk completes" */
	sim_ns due_ns;
	uint32_t seq; /* 0 = not armed; ties in due_ns break by it */
	uint32_t slot;
	enum action_class class;
};

void action_arm(struct action *action, sim_ns delay, enum action_class class);
bool action_cancel(struct action *action);
static inline bool action_armed(const struct action *action)
{
	return action->seq != 0;
}

/* ---- runs ---------------------------------------------------------------------------------- */

enum run_end {
	RUN_QUIET, /* nothing can run any more, and the rules at quiescence are content */
	RUN_FINDING,
	RUN_MARK, /* a context called engine_mark_boot() */
};

void engine_init(const struct engine_config *config);
extern struct engine_config engine_config_now;

static inline const struct engine_config *engine_config(void)
{
	return &engine_config_now;
}

/* Runs until the end; the calling thread's stack is the scheduler's. */
enum run_end engine_run(void);
/* From a context: ends engine_run() with RUN_MARK; the next engine_run() goes on behind it. */
void engine_mark_boot(void);

/* Copies everything simulated; snapshot_restore() brings exactly that back. */
void snapshot_take(void);
void snapshot_restore(void);

/* Counts things that got done (a request completed, a context ended, data moved). Rules at
 * quiescence compare it before and after what they inject. */
void engine_progress(void);
uint64_t engine_progress_count(void);
/* Scheduling points passed in this run. */
uint64_t engine_points(void);

/* ---- quiescence ---------------------------------------------------------------------------- */

/*
 * A probe is asked when nothing can run any more but work is left (some context is parked, not
 * idle). It injects one legal spurious event and returns true, or returns false if it has nothing
 * to inject. If engine_progress() then moves, the run ends with the probe's verdict and the text
 * describe() gives. Probes are asked in order of rank. One without inject() only
 * describes: a text is the finding.
 */
struct quiesce_probe {
	const char *name;
	int rank; /* 10 kicks, 20 interrupts, 30 wake-ups, 40 requests */
	enum sim_verdict verdict;
	bool (*inject)(struct quiesce_probe *probe);
	void (*describe)(struct quiesce_probe *probe, char *text, unsigned int text_bytes);
	void *opaque;
};

void quiesce_probe_add(struct quiesce_probe *probe);

/* ---- modules ------------------------------------------------------------------------------- */

/* See module.h: module_load(machine, path), module_symbol(machine, name). */

/* ---- device registers ---------------------------------------------------------------------- */

struct mmio_ops {
	uint64_t (*read)(void *opaque, uint64_t offset, unsigned int size);
	void (*write)(void *opaque, uint64_t offset, unsigned int size, uint64_t value);
};

/* Reserves a register window; its address is what a guest driver maps. */
void *mmio_window_add(const char *name, uint64_t bytes, const struct mmio_ops *ops, void *opaque);

/* ---- memory seen from outside a module ------------------------------------------------------ */

/*
 * Access to simulated memory by a native model (DMA of a device). Strong: reads the newest value,
 * a write is visible to all at once. Checked for lifetime like any access.
 */
void mem_read(void *to, const void *simulated, uint64_t bytes);
void mem_write(void *simulated, const void *from, uint64_t bytes);

/*
 * A watcher sees every access to a range of simulated memory by code under test and by mem_read/
 * mem_write, after it happened (reads: the bytes the reader saw). For ring memory and buffers
 * given to a device.
 */
struct mem_access {
	struct sim_ctx *ctx; /* NULL: a native model */
	int machine; /* whose code: differs from the memory's owner for a peer */
	uint32_t site;
	bool write;
	bool marked;
	uintptr_t addr;
	uint32_t bytes;
	const void *value; /* bytes as written or as seen */
};

struct mem_watch {
	uintptr_t base;
	uint64_t bytes;
	void (*access)(struct mem_watch *watch, const struct mem_access *access);
	void *opaque;
};

/* The range's accesses are scheduling points and are ordered by barriers only: device-shared, no
 * DATA_RACE. watch lives in state memory. */
void mem_watch_add(struct mem_watch *watch);
void mem_watch_remove(struct mem_watch *watch);

/* Called for every access by another machine's code to this machine's arena outside any watch;
 * false = PEER_ESCAPE. At most one, set by the model while it builds the world. */
void mem_peer_guard(int machine, bool (*allowed)(const struct mem_access *access));

/* ---- rules --------------------------------------------------------------------------------- */

/* A rule listens to sim_event(); see sim/check/rule.h. Ends the run: */
__attribute__((noreturn, format(printf, 2, 3))) void engine_report(enum sim_verdict verdict,
								   const char *fmt, ...);
/* A line in trace and story by a model: "vq0 kick", "disk completes write 8+8". */
__attribute__((format(printf, 1, 2))) void engine_log(const char *fmt, ...);

#endif
