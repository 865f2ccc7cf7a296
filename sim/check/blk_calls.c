/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/blk_calls.h>

#include <engine/engine.h>
#include <engine/layout.h>
#include <engine/module.h>

/* The arguments go on as they came: pointers and flags, in registers. */
#define BLK_CALL(function, words)                                                                  \
	static void *real_##function[MACHINES_MAX];                                                \
	static unsigned long wrap_##function(unsigned long a, unsigned long b)                     \
	{                                                                                          \
		unsigned long (*real)(unsigned long, unsigned long) =                              \
			(unsigned long (*)(unsigned long, unsigned long))                          \
				real_##function[sim_machine()];                                    \
                                                                                                   \
		engine_log("%s", words);                                                           \
		return real(a, b);                                                                 \
	}

BLK_CALL(blk_mq_stop_hw_queue, "stops the hardware queue")
BLK_CALL(blk_mq_start_stopped_hw_queues, "starts stopped hardware queues")
BLK_CALL(blk_mq_quiesce_queue, "quiesces the queue")
BLK_CALL(blk_mq_quiesce_queue_nowait, "quiesces the queue")
BLK_CALL(blk_mq_unquiesce_queue, "ends the queue's quiescence")

#define BLK_WATCH(function) module_interpose(#function, wrap_##function, real_##function)

void blk_calls_init(void)
{
	BLK_WATCH(blk_mq_stop_hw_queue);
	BLK_WATCH(blk_mq_start_stopped_hw_queues);
	BLK_WATCH(blk_mq_quiesce_queue);
	BLK_WATCH(blk_mq_quiesce_queue_nowait);
	BLK_WATCH(blk_mq_unquiesce_queue);
}
