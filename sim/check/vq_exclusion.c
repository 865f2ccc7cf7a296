/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/vq_exclusion.h>

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>
#include <engine/layout.h>
#include <engine/module.h>
#include <engine/state.h>

#define OPS_MAX 64

/* An operation that a context is in. */
struct vq_op {
	const void *vq;
	const char *name;
	const struct sim_ctx *ctx;
	uint16_t depth; /* operations may be built from others */
	bool ends_at_notify;
	bool ends_at_unlock;
};

struct vq_ops {
	uint32_t count;
	uint32_t kicks; /* that end before they return */
	struct vq_op ops[OPS_MAX];
};

static struct vq_ops *active;

static void enter(const void *vq, const char *name, bool ends_at_notify, bool ends_at_unlock)
{
	const struct sim_ctx *self = sim_ctx_current();

	for (uint32_t i = 0; i < active->count; i++) {
		struct vq_op *op = &active->ops[i];

		if (op->vq != vq)
			continue;
		if (op->ctx == self) {
			op->depth++;
			return;
		}
		engine_report(SIM_VQ_EXCLUSION,
			      "%s calls %s() while %s is in %s() of this virtqueue",
			      engine_ctx_name(self), name, engine_ctx_name(op->ctx), op->name);
	}
	if (active->count == OPS_MAX)
		return;
	active->ops[active->count++] = (struct vq_op){
		.vq = vq,
		.name = name,
		.ctx = self,
		.depth = 1,
		.ends_at_notify = ends_at_notify,
		.ends_at_unlock = ends_at_unlock,
	};
	active->kicks += ends_at_notify;
}

static void drop(uint32_t index)
{
	active->kicks -= active->ops[index].ends_at_notify;
	active->ops[index] = active->ops[--active->count];
}

/* The operation may be gone already: a kick that has notified. */
static void leave(const void *vq)
{
	const struct sim_ctx *self = sim_ctx_current();

	for (uint32_t i = 0; i < active->count; i++) {
		struct vq_op *op = &active->ops[i];

		if (op->vq != vq || op->ctx != self)
			continue;
		if (!--op->depth)
			drop(i);
		return;
	}
}

static void end_kicks(bool at_unlock)
{
	const struct sim_ctx *self = sim_ctx_current();

	for (uint32_t i = active->count; i-- > 0;) {
		const struct vq_op *op = &active->ops[i];

		if (op->ctx == self && (at_unlock ? op->ends_at_unlock : op->ends_at_notify))
			drop(i);
	}
}

void vq_exclusion_notify(void)
{
	if (active && active->kicks)
		end_kicks(false);
}

void vq_exclusion_unlock(void)
{
	if (active && active->kicks)
		end_kicks(true);
}

/* ---- the wrappers ---------------------------------------------------------------------------- */

/* Modules and simulator agree on these types only by size: pointers, unsigned int, bool. */
#define VQ_WRAPPER(type, function, parameters, arguments, at_notify, at_unlock)                    \
	static void *real_##function[MACHINES_MAX];                                                \
	static type wrap_##function parameters                                                     \
	{                                                                                          \
		type(*real) parameters = (type(*) parameters)real_##function[sim_machine()];       \
		type result;                                                                       \
                                                                                                   \
		enter(vq, #function, at_notify, at_unlock);                                        \
		result = real arguments;                                                           \
		leave(vq);                                                                         \
		return result;                                                                     \
	}

VQ_WRAPPER(int, virtqueue_add_buf,
	   (void *vq, void *sg, unsigned int out, unsigned int in, void *data, unsigned int gfp),
	   (vq, sg, out, in, data, gfp), false, false)
VQ_WRAPPER(int, virtqueue_add_sgs,
	   (void *vq, void *sgs, unsigned int out, unsigned int in, void *data, unsigned int gfp),
	   (vq, sgs, out, in, data, gfp), false, false)
VQ_WRAPPER(int, virtqueue_add_outbuf,
	   (void *vq, void *sg, unsigned int num, void *data, unsigned int gfp),
	   (vq, sg, num, data, gfp), false, false)
VQ_WRAPPER(int, virtqueue_add_inbuf,
	   (void *vq, void *sg, unsigned int num, void *data, unsigned int gfp),
	   (vq, sg, num, data, gfp), false, false)
VQ_WRAPPER(void *, virtqueue_get_buf_ctx, (void *vq, unsigned int *len, void **ctx),
	   (vq, len, ctx), false, false)
VQ_WRAPPER(void *, virtqueue_get_buf, (void *vq, unsigned int *len), (vq, len), false, false)
VQ_WRAPPER(void *, virtqueue_detach_unused_buf, (void *vq), (vq), false, false)
VQ_WRAPPER(bool, virtqueue_enable_cb, (void *vq), (vq), false, false)
VQ_WRAPPER(unsigned int, virtqueue_enable_cb_prepare, (void *vq), (vq), false, false)
VQ_WRAPPER(bool, virtqueue_enable_cb_delayed, (void *vq), (vq), false, false)
VQ_WRAPPER(bool, virtqueue_kick_prepare, (void *vq), (vq), false, false)
VQ_WRAPPER(bool, virtqueue_kick, (void *vq), (vq), true, false)
VQ_WRAPPER(bool, virtqueue_kick_unlock, (void *vq, void *lock), (vq, lock), true, true)

#define VQ_INTERPOSE(function) module_interpose(#function, wrap_##function, real_##function)

void vq_exclusion_init(void)
{
	active = state_alloc(sizeof(*active));
	VQ_INTERPOSE(virtqueue_add_buf);
	VQ_INTERPOSE(virtqueue_add_sgs);
	VQ_INTERPOSE(virtqueue_add_outbuf);
	VQ_INTERPOSE(virtqueue_add_inbuf);
	VQ_INTERPOSE(virtqueue_get_buf_ctx);
	VQ_INTERPOSE(virtqueue_get_buf);
	VQ_INTERPOSE(virtqueue_detach_unused_buf);
	VQ_INTERPOSE(virtqueue_enable_cb);
	VQ_INTERPOSE(virtqueue_enable_cb_prepare);
	VQ_INTERPOSE(virtqueue_enable_cb_delayed);
	VQ_INTERPOSE(virtqueue_kick_prepare);
	VQ_INTERPOSE(virtqueue_kick);
	VQ_INTERPOSE(virtqueue_kick_unlock);
}
