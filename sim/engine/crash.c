/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * crash.c - a signal raised by code under test is a finding; one raised by ours is a fault of
 * the simulator and stays deadly.
 *
 * An endless loop without any access or call passes no scheduling point: a timer of processor
 * time looks whether points still pass.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include <check/finding.h>
#include <engine/context.h>
#include <engine/cpu.h>
#include <engine/crash.h>
#include <engine/module.h>
#include <engine/run.h>
#include <engine/sched.h>

#define TICK_SECONDS 2
#define AGAIN_MICROSECONDS 1000
#define ALTERNATE_STACK_BYTES 65536

volatile uint32_t crash_blamed_site;
uint64_t crash_runs;

static uint64_t points_at_tick, runs_at_tick;
static bool looped_at_tick;

static bool in_module(uintptr_t pc)
{
	return pc >= IMAGES_BASE && pc < IMAGES_END;
}

/* A call or jump to where no code is. Native code makes none but through a module's pointers. */
static bool jumped_astray(int number, uintptr_t pc, uintptr_t addr)
{
	return pc < 4096 || pc >> 47 || (number == SIGSEGV && pc == addr);
}

/* The page below the current stack. */
static bool below_stack(uintptr_t addr)
{
	uintptr_t base = context_stack_base(E->current);

	return addr >= base && addr < base + 4096;
}

static void end_run(enum sim_verdict verdict, uintptr_t pc, const char *text, bool stack_usable)
{
	uint32_t site = in_module(pc) ? (uint32_t)pc + 1 : crash_blamed_site;

	finding_raise(verdict, site, 0, text, stack_usable ? __builtin_frame_address(0) : NULL);
	crash_blamed_site = 0;
	E->stop = STOP_FINDING;
	E->current = NULL;
	run_unwind();
}

static void deadly_signal(int number, siginfo_t *info, void *context)
{
	const ucontext_t *at = context;
	uintptr_t pc = at->uc_mcontext.gregs[REG_RIP];
	uintptr_t addr = (uintptr_t)info->si_addr;
	char text[128];

	if (E->current && number == SIGSEGV && below_stack(addr)) {
		snprintf(text, sizeof(text), "%s overflows its stack", E->current->name);
		end_run(SIM_STACK_OVERFLOW, pc, text, false);
	}
	if (E->current && (in_module(pc) || crash_blamed_site || jumped_astray(number, pc, addr))) {
		snprintf(text, sizeof(text), "%s: signal %d at address %#lx", E->current->name,
			 number, (unsigned long)addr);
		end_run(SIM_CRASH, pc, text, false);
	}
	signal(number, SIG_DFL);
	raise(number);
}

/* The hooks of the loop's own accesses may be what runs now: soon it is the loop again. */
static void tick_again(void)
{
	const struct itimerval soon = {
		.it_interval = { .tv_sec = TICK_SECONDS },
		.it_value = { .tv_usec = AGAIN_MICROSECONDS },
	};

	setitimer(ITIMER_VIRTUAL, &soon, NULL);
}

static void tick(int number, siginfo_t *info, void *context)
{
	const ucontext_t *at = context;
	uintptr_t pc = at->uc_mcontext.gregs[REG_RIP];
	char text[128];

	(void)number;
	(void)info;
	if (!E->current || crash_runs != runs_at_tick || E->points != points_at_tick) {
		runs_at_tick = crash_runs;
		points_at_tick = E->points;
		looped_at_tick = false;
		return;
	}
	if (!looped_at_tick) {
		looped_at_tick = true;
		return;
	}
	if (!in_module(pc)) {
		tick_again();
		return;
	}
	snprintf(text, sizeof(text), "%s loops without a scheduling point", E->current->name);
	end_run(SIM_LIVELOCK, pc, text, false);
}

void crash_init(void)
{
	static bool installed;
	static char alternate[ALTERNATE_STACK_BYTES];
	const stack_t stack = { .ss_sp = alternate, .ss_size = sizeof(alternate) };
	struct sigaction action = {
		.sa_sigaction = deadly_signal,
		.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER,
	};
	const struct itimerval every = {
		.it_interval = { .tv_sec = TICK_SECONDS },
		.it_value = { .tv_sec = TICK_SECONDS },
	};

	if (installed)
		return;
	installed = true;
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGFPE, &action, NULL);
	sigaction(SIGILL, &action, NULL);
	sigaction(SIGTRAP, &action, NULL);
	action.sa_sigaction = tick;
	action.sa_flags |= SA_RESTART;
	sigaction(SIGVTALRM, &action, NULL);
	setitimer(ITIMER_VIRTUAL, &every, NULL);
}
