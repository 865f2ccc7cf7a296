/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_api.h"

#include <stdio.h>
#include <string.h>

#include "complaint.h"

static const char *const functions[] = {
	"READ_ONCE",
	"WRITE_ONCE",
	"smp_load_acquire",
	"smp_store_release",
	"smp_store_mb",
	"rcu_assign_pointer",
	"rcu_dereference",
	"barrier",
	"smp_mb",
	"smp_rmb",
	"smp_wmb",
	"smp_mb__before_atomic",
	"smp_mb__after_atomic",
	"smp_mb__after_spinlock",
	"smp_mb__after_unlock_lock",
	"spin_lock",
	"spin_unlock",
	"spin_trylock",
	"spin_is_locked",
	"rcu_read_lock",
	"rcu_read_unlock",
	"synchronize_rcu",
	"synchronize_rcu_expedited",
	NULL,
};

/* In four orderings: bare, _relaxed, _acquire, _release. */
static const char *const ordered_functions[] = { "xchg", "cmpxchg", NULL };

/* After atomic_, atomic64_ and atomic_long_. */
static const char *const atomic_functions[] = {
	"read",
	"set",
	"read_acquire",
	"set_release",
	"add",
	"sub",
	"inc",
	"dec",
	"and",
	"or",
	"xor",
	"sub_and_test",
	"dec_and_test",
	"inc_and_test",
	"add_negative",
	"add_unless",
	"fetch_add_unless",
	"inc_not_zero",
	"dec_if_positive",
	NULL,
};

static const char *const atomic_ordered_functions[] = {
	"add_return", "sub_return", "inc_return", "dec_return", "fetch_add",
	"fetch_sub",  "fetch_inc",  "fetch_dec",  "fetch_and",	"fetch_or",
	"fetch_xor",  "xchg",	    "cmpxchg",	  NULL,
};

static bool listed(const char *const *names, const char *name, size_t length)
{
	for (; *names; names++)
		if (strlen(*names) == length && memcmp(*names, name, length) == 0)
			return true;
	return false;
}

static bool listed_ordered(const char *const *names, const char *name, size_t length)
{
	static const char *const suffixes[] = { "_relaxed", "_acquire", "_release" };

	for (unsigned int i = 0; i < 3; i++) {
		size_t suffix = strlen(suffixes[i]);

		if (length > suffix && memcmp(name + length - suffix, suffixes[i], suffix) == 0)
			return listed(names, name, length - suffix);
	}
	return listed(names, name, length);
}

static size_t atomic_prefix(const char *name, size_t length)
{
	static const char *const prefixes[] = { "atomic_long_", "atomic64_", "atomic_" };

	for (unsigned int i = 0; i < 3; i++)
		if (length > strlen(prefixes[i]) &&
		    memcmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return strlen(prefixes[i]);
	return 0;
}

bool litmus_api_has(const struct litmus_token *name)
{
	size_t prefix = atomic_prefix(name->text, name->length);
	const char *rest = name->text + prefix;
	size_t length = name->length - prefix;

	if (!prefix)
		return listed(functions, rest, length) ||
		       listed_ordered(ordered_functions, rest, length);
	return listed(atomic_functions, rest, length) ||
	       listed_ordered(atomic_ordered_functions, rest, length);
}

const char *litmus_api_hint(const struct litmus_token *name, char *text, size_t text_bytes)
{
	char word[64];

	snprintf(word, sizeof(word), "%.*s", (int)name->length, name->text);
	return did_you_mean(word, functions, text, text_bytes);
}
