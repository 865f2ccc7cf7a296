/* SPDX-License-Identifier: GPL-2.0-only */
#include "boot_case.h"

#include <string.h>

bool boot_case_build(struct boot_case *boot, const struct scenario_case *of,
		     struct complaint *complaint)
{
	const struct guest_spec *guest = &of->spec.guest;
	struct text_list overrides = { 0 };
	bool good;

	text_list_add(&overrides, "explore.from=boot");
	text_list_add(&overrides, "explore.strategy=first");
	text_list_add(&overrides, "explore.schedules=1");
	*boot = (struct boot_case){ 0 };
	boot->scenario =
		scenario_load_text(of->scenario->path, of->yaml, strlen(of->yaml), complaint);
	if (boot->scenario)
		boot->one = scenario_case_build(boot->scenario, 0, &overrides, complaint);
	text_list_free(&overrides);
	good = boot->one != NULL;
	for (unsigned int i = 0; good && i < guest->module_count; i++)
		good = scenario_case_module(boot->one, guest->module_names[i],
					    guest->module_files[i], complaint);
	if (!good) {
		boot_case_free(boot);
		return false;
	}
	boot->one->variant = of->variant;
	memcpy(boot->scenario->sha256, of->scenario->sha256, sizeof(of->scenario->sha256));
	return true;
}

void boot_case_free(struct boot_case *boot)
{
	scenario_case_free(boot->one);
	scenario_free(boot->scenario);
	*boot = (struct boot_case){ 0 };
}
