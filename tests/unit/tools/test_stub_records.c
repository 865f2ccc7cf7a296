/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <string.h>

#include <harness.h>
#include <sim/port.h>
#include <tools/stub_records.h>

struct seen {
	unsigned int nops, fixed, others;
};

static void look(const struct stub_record *stub, void *opaque)
{
	struct seen *seen = opaque;

	if (stub->kind == SIM_STUB_NOP && strcmp(stub->function, "stub_nothing") == 0 &&
	    strcmp(stub->reason, "nobody looks") == 0 && strstr(stub->file, "module_stubs.c"))
		seen->nops++;
	else if (stub->kind == SIM_STUB_FIXED && strcmp(stub->function, "stub_fixed") == 0)
		seen->fixed++;
	else
		seen->others++;
}

Test(stub_records, each_stub_is_listed_once)
{
	struct complaint complaint = { 0 };
	struct seen seen = { 0 };

	cr_assert(stub_records_read(harness_module("tests/tools/stubs"), look, &seen, &complaint),
		  "%s", complaint.text);
	cr_assert_eq(seen.nops, 1);
	cr_assert_eq(seen.fixed, 1);
	cr_assert_eq(seen.others, 0);
}

Test(stub_records, what_is_no_module_is_refused)
{
	const char *path = harness_write("not.so", "words");
	struct complaint complaint = { 0 };
	struct seen seen = { 0 };

	cr_assert_not(stub_records_read(path, look, &seen, &complaint));
	cr_assert_not_null(strstr(complaint.text, "not a module"));
	cr_assert_not(stub_records_read("/nowhere.so", look, &seen, &complaint));
	cr_assert_str_eq(complaint.text, "/nowhere.so: there is no such file");
}
