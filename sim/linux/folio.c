/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * folio.c - the lock bit and the dirty bit of a page that belongs to no mapping.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/wait.h>

/* One queue for all folios: a waiter looks at its own bit again. */
static DECLARE_WAIT_QUEUE_HEAD(folio_unlocked);

void __folio_lock(struct folio *folio)
{
	wait_event(folio_unlocked, folio_trylock(folio));
}
EXPORT_SYMBOL(__folio_lock);

void folio_unlock(struct folio *folio)
{
	clear_bit_unlock(PG_locked, folio_flags(folio, 0));
	/* Pairs with the full barrier of wait_event(): one of both sees the other. */
	smp_mb__after_atomic();
	if (waitqueue_active(&folio_unlocked))
		wake_up_all(&folio_unlocked);
}
EXPORT_SYMBOL(folio_unlock);

bool folio_mark_dirty(struct folio *folio)
{
	return !folio_test_set_dirty(folio);
}
EXPORT_SYMBOL(folio_mark_dirty);
