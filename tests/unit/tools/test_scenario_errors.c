/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <tools/scenario.h>

/* A scenario that must be refused, and the one line that says why. */
struct refusal {
	const char *text;
	const char *line;
};

#define HEAD "name: a\nabout: b\n"

static const struct refusal refusals[] = {
	{ HEAD "guest:\n  vcpuz: 3\n",
	  "t.yaml:4:3: 'vcpuz' is no key of guest; did you mean 'vcpus'?" },
	{ HEAD "gest:\n  vcpus: 3\n",
	  "t.yaml:3:1: 'gest' is no key of a scenario; did you mean 'guest'?" },
	{ HEAD "guest:\n  vcpus: 4k\n", "t.yaml:4:10: guest.vcpus: expected a number, found '4k'" },
	{ HEAD "guest:\n  vcpus: 99\n", "t.yaml:4:10: guest.vcpus: expected 1 .. 8, got 99" },
	{ HEAD "guest:\n  vcpus: 4294967298\n",
	  "t.yaml:4:10: guest.vcpus: expected a number, found '4294967298'" },
	{ HEAD "guest:\n  vcpus: [1]\n",
	  "t.yaml:4:10: guest.vcpus: expected one value, found a list" },
	{ HEAD "guest: 3\n", "t.yaml:3:8: guest: expected keys below it, found a plain value" },
	{ HEAD "guest:\n  use_bio: maybe\n",
	  "t.yaml:4:12: guest.use_bio: expected true or false, found 'maybe'" },
	{ HEAD "guest:\n  kick: unlokced\n",
	  "t.yaml:4:9: guest.kick: expected one of locked, unlocked, prepare_notify, found "
	  "'unlokced'; did you mean 'unlocked'?" },
	{ HEAD "host: {disk: fixed_latency, latency: 20}\n",
	  "t.yaml:3:38: host.latency: expected a time such as 500ns, 20us or 3ms, found '20'" },
	{ HEAD "load:\n  bs: 1x\n",
	  "t.yaml:4:7: load.bs: expected a size such as 512, 4k or 1m, found '1x'" },
	{ HEAD "load:\n  direct: false\n",
	  "t.yaml:4:11: load.direct: expected true: all I/O here is direct" },
	{ HEAD "guest:\n  vcpus: 1\n  vcpus: 2\n", "t.yaml:5:3: key 'vcpus' stands here twice" },
	{ HEAD "guest: &x {vcpus: 1}\nhost: *x\n",
	  "t.yaml:4:7: a scenario has no aliases: write the value out" },
	{ HEAD "---\nname: c\n", "t.yaml:3:1: a scenario is one document: no second '---'" },
	{ HEAD "load: [[[[[[[[[[1]]]]]]]]]]\n", "t.yaml:3:14: nested deeper than a scenario is" },
	{ HEAD "load: [\n", "t.yaml:4:1: not YAML: did not find expected node content" },
	{ HEAD "? [a]\n: b\n", "t.yaml:3:3: expected a plain word as key" },
	{ HEAD "load:\n  bs: \"a\\0b\"\n", "t.yaml:4:7: a NUL byte in a value" },
	{ "about: b\n", "t.yaml:1:1: 'name' is missing" },
	{ "name: a\n", "t.yaml:1:1: 'about' is missing" },
	{ "name: A b\nabout: b\n",
	  "t.yaml:1:7: name: expected lower case letters, digits, '-', '_' (at most 60), found "
	  "'A b'" },
	{ "", "t.yaml:1:1: expected a scenario: keys such as name, about, guest, load" },
	{ "just words", "t.yaml:1:1: expected a scenario: keys such as name, about, guest, load" },
	{ HEAD "expect: {verdict: LOST_KIK}\n",
	  "t.yaml:3:19: expect.verdict: expected pass or a verdict's name, found 'LOST_KIK'; did "
	  "you mean 'LOST_KICK'?" },
	{ HEAD "expect: {within: 0}\n",
	  "t.yaml:3:18: expect.within: expected a number of schedules, found '0'" },
	{ HEAD "faults: {inject: [alloc, ad_buf]}\n",
	  "t.yaml:3:26: faults.inject[1]: expected one of alloc, add_buf, bounce, io_error, "
	  "flush_error, short_read, signal, io_submit, uaccess, vector, found 'ad_buf'; did you mean 'add_buf'?" },
	{ HEAD "guest: {modules: [load]}\n",
	  "t.yaml:3:19: guest.modules[0]: expected NAME=FILE, found 'load'" },
	{ HEAD "guest: {museum: ../x}\n",
	  "t.yaml:3:17: guest.museum: expected the name of a bug, found '../x'" },
	{ HEAD "variants:\n  - set: [guest.vcpus=1]\n",
	  "t.yaml:4:5: 'variants[0].name' is missing" },
	{ HEAD "variants:\n  - name: base\n", "t.yaml:4:11: variant 'base': the name is reserved" },
	{ HEAD "variants:\n  - name: x\n  - name: x\n", "t.yaml:5:11: there are two variants 'x'" },
	{ HEAD "variants:\n  - name: x\n    set: [guest.vcpus=99]\n",
	  "t.yaml:5:11: guest.vcpus=99: guest.vcpus: expected 1 .. 8, got 99" },
	{ HEAD "variants:\n  - name: x\n    set: [vcpus=9]\n",
	  "t.yaml:5:11: vcpus=9: expected SECTION.KEY=VALUE" },
	{ HEAD "variants:\n  - name: x\n    set: [guest.vcpus.x=9]\n",
	  "t.yaml:5:11: guest.vcpus.x=9: expected SECTION.KEY=VALUE" },
	{ HEAD "variants:\n  - name: x\n    set: [name.x=9]\n",
	  "t.yaml:5:11: name.x=9: 'name' is not a section with keys" },
	{ HEAD "variants:\n  - name: x\n    expect: {verdict: nothing}\n",
	  "t.yaml:5:13: expect.verdict: expected pass or a verdict's name, found 'nothing'" },
	{ HEAD "variants:\n  - name: x\n    sett: []\n",
	  "t.yaml:5:5: 'sett' is no key of variants[0]; did you mean 'set'?" },
};

Test(scenario_errors, one_line_with_position_and_nearest_name)
{
	for (unsigned int i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct complaint complaint = { 0 };
		const char *text = refusals[i].text;

		cr_expect_null(scenario_load_text("t.yaml", text, strlen(text), &complaint),
			       "was taken: %s", text);
		cr_expect_str_eq(complaint.text, refusals[i].line, "got %s\nnot %s", complaint.text,
				 refusals[i].line);
	}
}

Test(scenario_errors, nul_bytes_and_size)
{
	static const char nul[] = "name: a\0b\n";
	struct complaint complaint = { 0 };
	char *big = calloc(1, SCENARIO_BYTES_MAX + 2);

	cr_assert_null(scenario_load_text("t.yaml", nul, sizeof(nul) - 1, &complaint));
	cr_assert_str_eq(complaint.text,
			 "t.yaml:1:1: not YAML: control characters are not allowed");
	memset(big, '#', SCENARIO_BYTES_MAX + 1);
	cr_assert_null(scenario_load_text("t.yaml", big, SCENARIO_BYTES_MAX + 1, &complaint));
	cr_assert_str_eq(complaint.text, "t.yaml: larger than the 256 KiB a scenario may have");
	free(big);
}

Test(scenario_errors, files)
{
	struct complaint complaint = { 0 };

	cr_assert_null(scenario_load("/nowhere/a.yaml", &complaint));
	cr_assert_str_eq(complaint.text, "/nowhere/a.yaml: No such file or directory");
	cr_assert_null(scenario_load("/tmp", &complaint));
	cr_assert_str_eq(complaint.text, "/tmp: Is a directory");
}
