/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * p9_trans.c - the transports that 9P clients can choose from.
 */
#include <linux/export.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <net/9p/transport.h>

static DEFINE_SPINLOCK(v9fs_trans_lock);
static LIST_HEAD(v9fs_trans_list);

void v9fs_register_trans(struct p9_trans_module *m)
{
	spin_lock(&v9fs_trans_lock);
	list_add_tail(&m->list, &v9fs_trans_list);
	spin_unlock(&v9fs_trans_lock);
}
EXPORT_SYMBOL(v9fs_register_trans);

void v9fs_unregister_trans(struct p9_trans_module *m)
{
	spin_lock(&v9fs_trans_lock);
	list_del_init(&m->list);
	spin_unlock(&v9fs_trans_lock);
}
EXPORT_SYMBOL(v9fs_unregister_trans);

struct p9_trans_module *v9fs_get_trans_by_name(const char *s)
{
	struct p9_trans_module *m, *found = NULL;

	spin_lock(&v9fs_trans_lock);
	list_for_each_entry (m, &v9fs_trans_list, list)
		if (!found && !strcmp(m->name, s))
			found = m;
	spin_unlock(&v9fs_trans_lock);
	return found;
}
EXPORT_SYMBOL(v9fs_get_trans_by_name);
