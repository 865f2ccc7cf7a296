/* SPDX-License-Identifier: GPL-2.0-only */
/* cpu.c - CPUs and machines: what each can do next. */
#include <engine/cpu.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/state.h>
#include <memory/agent.h>

void cpu_update(struct cpu *cpu)
{
	struct sim_ctx *cur = cpu->cur;
	bool in_exit = cur && cur->exit_depth;
	bool can_run = cur && cur->state == CTX_READY;
	uint64_t bit = 1ull << cpu->index;
	uint64_t set = 0;

	if (can_run)
		set |= bit << GROUP_RUN;
	if (!cpu->irqs_off && !in_exit) {
		if (cpu->irq_pending && !cpu->hardirq)
			set |= bit << GROUP_HARDIRQ;
		if (cpu->softirq_count && !cpu->bh && !cpu->hardirq && !cpu->softirq)
			set |= bit << GROUP_SOFTIRQ;
		if (can_run && cpu->queue_head && cur->kind == SIM_CTX_TASK && !cpu->preempt &&
		    !cpu->bh && engine_config()->preempt == PREEMPT_FULL)
			set |= bit << GROUP_PREEMPT;
	}
	E->enabled = (E->enabled &
		      ~(bit | bit << GROUP_HARDIRQ | bit << GROUP_SOFTIRQ | bit << GROUP_PREEMPT)) |
		     set;
}

struct cpu *cpu_add(int machine, int number)
{
	for (int i = 1; i < CPUS_MAX; i++) {
		struct cpu *cpu = &E->cpus[i];

		if (cpu->used)
			continue;
		if (E->cpu_count <= (uint32_t)i)
			E->cpu_count = i + 1;
		agent_begin(i);
		cpu->used = true;
		cpu->index = i;
		cpu->machine = machine;
		cpu->number = number;
		return cpu;
	}
	fprintf(stderr, "simctl: more than %d vCPUs and host threads\n", CPUS_MAX - 1);
	exit(3);
}

int machine_add(const char *name, int cpus)
{
	struct machine *machine = state_alloc(sizeof(*machine));
	int number = E->machine_count;

	if (number == MACHINES_MAX) {
		fprintf(stderr, "simctl: more than %d machines\n", MACHINES_MAX);
		exit(3);
	}
	machine->number = number;
	snprintf(machine->name, sizeof(machine->name), "%s", name);
	E->machines[number] = machine;
	E->machine_count++;
	for (int i = 0; i < cpus; i++)
		machine->cpus[machine->cpu_count++] = cpu_add(number, i)->index;
	return number;
}

const char *machine_name(int machine)
{
	return machine >= 0 && machine < E->machine_count ? E->machines[machine]->name : "?";
}

int sim_cpu(void)
{
	return cpu_here()->number;
}

int sim_cpu_count(void)
{
	return E->machines[E->current->machine]->cpu_count;
}

int sim_machine(void)
{
	return E->current->machine;
}
