/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uevent.c - events of kobjects: no user space listens, but the flags that say which of them were
 * sent are kept, because lib/kobject.c goes by them.
 */
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/string.h>

#include <asm/port.h>

int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *envp[])
{
	if (action == KOBJ_ADD)
		kobj->state_add_uevent_sent = 1;
	else if (action == KOBJ_REMOVE)
		kobj->state_remove_uevent_sent = 1;
	SIM_FIXED(0, "no user space listens to the events of kobjects");
}

int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	return kobject_uevent_env(kobj, action, NULL);
}

int kobject_synth_uevent(struct kobject *kobj, const char *buf, size_t count)
{
	SIM_FIXED(0, "no user space listens to the events of kobjects");
}

int add_uevent_var(struct kobj_uevent_env *env, const char *format, ...)
{
	size_t room = sizeof(env->buf) - env->buflen;
	va_list args;
	int length;

	if (WARN_ON(env->envp_idx >= ARRAY_SIZE(env->envp)))
		return -ENOMEM;
	va_start(args, format);
	length = vsnprintf(env->buf + env->buflen, room, format, args);
	va_end(args);
	if (WARN_ON(length >= (int)room))
		return -ENOMEM;
	env->envp[env->envp_idx++] = env->buf + env->buflen;
	env->buflen += length + 1;
	return 0;
}
