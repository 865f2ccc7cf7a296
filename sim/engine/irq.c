/* SPDX-License-Identifier: GPL-2.0-only */
/* irq.c - hardirqs nest on what they interrupt and finish first; softirqs nest on tasks only. */
#include <engine/irq.h>

#include <engine/sched.h>
#include <engine/site.h>
#include <engine/state.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/settle.h>

static struct irq_line *line_of(int machine, unsigned int irq)
{
	struct irq_line **line = &E->machines[machine]->lines[irq % IRQ_LINES_MAX];

	if (irq >= IRQ_LINES_MAX)
		engine_report(SIM_CRASH, "interrupt line %u: there are %d", irq, IRQ_LINES_MAX);
	if (!*line)
		*line = state_alloc(sizeof(**line));
	return *line;
}

/* As a kernel does that keeps a lock for each line: a handler that starts later, on whichever CPU,
 * knows what those knew who requested the line or waited for it. */
int sim_irq_request(unsigned int irq, void (*handler)(void *), void *arg, const char *name)
{
	struct irq_line *line;

	settle();
	line = line_of(sim_machine(), irq);
	if (line->requested)
		return -1;
	*line = (struct irq_line){
		.handler = handler,
		.arg = arg,
		.name = name,
		.requested = true,
		.cpu = E->machines[sim_machine()]->cpus[0],
	};
	agent_teach(&line->known);
	return 0;
}

void sim_irq_sync(unsigned int irq)
{
	struct irq_line *line = line_of(sim_machine(), irq);
	struct sim_ctx *self = E->current;

	sim_might_sleep("synchronize_irq");
	while (line->running) {
		self->wait = (struct sim_wait){
			.kind = SIM_WAIT_WORK,
			.object = line,
			.what = "synchronize_irq",
			.owner = line->running,
		};
		self->relaxed = true;
		sched_point(SITE_OF_CALLER());
	}
	self->wait = (struct sim_wait){ 0 };
	agent_learn(&line->known);
	agent_teach(&line->known);
}

void sim_irq_free(unsigned int irq)
{
	struct irq_line *line = line_of(sim_machine(), irq);
	struct cpu *cpu = &E->cpus[line->cpu];

	settle();
	line->requested = false;
	cpu->irq_pending &= ~(1ull << irq);
	cpu_update(cpu);
	sim_irq_sync(irq);
}

static void line_set_pending(struct irq_line *line, unsigned int irq)
{
	struct cpu *cpu = &E->cpus[line->cpu];

	if (line->masked) {
		line->pending_masked = true;
		return;
	}
	/* Never twice at once, also when the line was moved meanwhile. */
	if (line->running && line->running->cpu != line->cpu) {
		line->again = true;
		return;
	}
	cpu->irq_pending |= 1ull << irq;
	cpu_update(cpu);
}

void sim_irq_mask(unsigned int irq, bool masked)
{
	struct irq_line *line = line_of(sim_machine(), irq);
	struct cpu *cpu = &E->cpus[line->cpu];

	settle();
	line->masked = masked;
	if (masked && (cpu->irq_pending & 1ull << irq)) {
		cpu->irq_pending &= ~(1ull << irq);
		line->pending_masked = true;
		cpu_update(cpu);
	} else if (!masked && line->pending_masked) {
		line->pending_masked = false;
		line_set_pending(line, irq);
	}
}

void sim_irq_affinity(unsigned int irq, int cpu)
{
	struct machine *machine = E->machines[sim_machine()];
	struct irq_line *line = line_of(sim_machine(), irq);
	struct cpu *from = &E->cpus[line->cpu];
	bool pending = from->irq_pending & 1ull << irq;

	if (cpu < 0 || cpu >= machine->cpu_count)
		return;
	from->irq_pending &= ~(1ull << irq);
	cpu_update(from);
	line->cpu = machine->cpus[cpu];
	if (pending)
		line_set_pending(line, irq);
}

bool engine_irq_raise(int machine, unsigned int irq)
{
	struct irq_line *line = line_of(machine, irq);

	settle();
	if (!line->requested)
		return false;
	agent_teach(&line->known);
	line_set_pending(line, irq);
	return true;
}

bool sim_irq_raise(unsigned int irq)
{
	return engine_irq_raise(sim_machine(), irq);
}

static void irq_context(void *arg)
{
	struct irq_line *line = arg;

	agent_learn(&line->known);
	line->handler(line->arg);
	settle();
	agent_teach(&line->known);
}

struct sim_ctx *irq_enter(struct cpu *cpu)
{
	unsigned int irq = __builtin_ctzll(cpu->irq_pending);
	struct irq_line *line = line_of(cpu->machine, irq);
	struct sim_ctx *ctx;

	cpu->irq_pending &= ~(1ull << irq);
	ctx = sched_nest(cpu, SIM_CTX_HARDIRQ, line->name ? line->name : "irq", irq_context, line);
	ctx->line = irq;
	line->running = ctx;
	cpu->hardirq++;
	cpu->irqs_off = true;
	cpu_update(cpu);
	trace_note(TRACE_IRQ_ENTER, ctx, irq, 0, line->name);
	return ctx;
}

void irq_exit(struct cpu *cpu, struct sim_ctx *ctx)
{
	struct irq_line *line = line_of(cpu->machine, ctx->line);

	line->running = NULL;
	if (line->again && line->requested)
		line_set_pending(line, ctx->line);
	line->again = false;
	cpu->hardirq--;
	cpu->irqs_off = ctx->saved_irqs_off;
	trace_note(TRACE_IRQ_EXIT, ctx, ctx->line, 0, NULL);
}

void softirq_raise_on(struct cpu *cpu, void (*fn)(void *), void *arg)
{
	agent_teach(&cpu->softirq_known);
	for (int i = 0; i < cpu->softirq_count; i++)
		if (cpu->softirqs[i].fn == fn && cpu->softirqs[i].arg == arg)
			return;
	if (cpu->softirq_count == SOFTIRQS_PENDING_MAX)
		engine_report(SIM_LIVELOCK, "more than %d softirqs pending on a CPU",
			      SOFTIRQS_PENDING_MAX);
	cpu->softirqs[cpu->softirq_count++] = (struct softirq){ fn, arg };
	cpu_update(cpu);
}

void sim_softirq_raise(void (*fn)(void *), void *arg)
{
	settle();
	softirq_raise_on(cpu_here(), fn, arg);
}

static void softirq_context(void *arg)
{
	struct cpu *cpu = arg;
	struct softirq first = cpu->softirqs[0];

	agent_learn(&cpu->softirq_known);
	for (int i = 1; i < cpu->softirq_count; i++)
		cpu->softirqs[i - 1] = cpu->softirqs[i];
	cpu->softirq_count--;
	first.fn(first.arg);
}

struct sim_ctx *softirq_enter(struct cpu *cpu)
{
	struct sim_ctx *ctx = sched_nest(cpu, SIM_CTX_SOFTIRQ, "softirq", softirq_context, cpu);

	cpu->softirq++;
	cpu_update(cpu);
	trace_note(TRACE_IRQ_ENTER, ctx, 0, 1, "softirq");
	return ctx;
}

void softirq_exit(struct cpu *cpu, struct sim_ctx *ctx)
{
	cpu->softirq--;
	trace_note(TRACE_IRQ_EXIT, ctx, 0, 1, NULL);
}
