# SPDX-License-Identifier: GPL-2.0-only
#
# link.mk - from the kernel's objects and our own sources to modules: make -f link.mk in the version's build folder.
#
# ROOT is the repository, OUT where the modules go, BUILD this build folder: obj/ holds what Kbuild
# made, modules.mk the list of modules, flags.linux and flags.module how our own files are compiled
# into linux.so and into other modules. Leaves link.NAME behind: what the linker was told.
.SECONDEXPANSION:
.DELETE_ON_ERROR:
MAKEFLAGS += -rR
include modules.mk

HERE := $(ROOT)/sim/linux
CC := gcc
LDFLAGS := -shared -nostdlib -Wl,-z,now -Wl,-z,norelro -Wl,--hash-style=gnu -Wl,-z,noexecstack -Wl,-Bsymbolic \
	-Wl,--build-id=none -Wl,--no-warn-rwx-segments -Wl,-T,$(HERE)/modules.ld
flags_of = $(if $(filter linux,$(1)),linux,module)
own_objects = $(patsubst %.c,own/$(1)/%.o,$($(1)_OWN))
kernel_objects = $(addprefix obj/,$($(1)_KERNEL))
objects = $(call kernel_objects,$(1)) $(call own_objects,$(1))

glue = $(if $(filter linux,$(1)),,own/$(1)/this.o)

all: $(MODULES:%=$(OUT)/%.so) \
	$(foreach m,$(MODULES),$(patsubst %.o,sym/%.sym,$(call objects,$(m)) $(call glue,$(m))))

# The compiler runs in obj/, where Kbuild's flags are valid.
define compile_own
	@mkdir -p $(@D)
	@echo "  CC      $(patsubst $(ROOT)/%,%,$<)"
	@cd obj && $(CC) @../flags.$(call flags_of,$(1)) -DKBUILD_BASENAME='"$(*F)"' \
		-DKBUILD_MODNAME='"$(1)"' -D__KBUILD_MODNAME=kmod_$(1) -DKBUILD_MODFILE='"$(1)"' \
		-I$(HERE) $(2) -Werror -Wp,-MMD,$(BUILD)/$(@:.o=.d) -Wp,-MT,$@ -MP -c -o $(BUILD)/$@ $<
	@sed -E -i 's# ([^/ \])# obj/\1#g; s#^([^/ ][^ ]*):$$#obj/\1:#' $(@:.o=.d)
endef

define module_rules
own/$(1)/%.o: $$(ROOT)/%.c flags.$(call flags_of,$(1))
	$$(call compile_own,$(1),)

own/$(1)/this.o: $$(HERE)/module_this.c flags.module $$(call objects,$(1))
	$$(call compile_own,$(1),-UMODULE -DMODULE $$(call ends,$$(call objects,$(1))))

$$(OUT)/$(1).so: $$(call objects,$(1)) $$(call glue,$(1)) $$(HERE)/modules.ld modules.mk
	@mkdir -p $$(@D)
	@echo "  LD      $(1).so"
	@echo $$(LDFLAGS) $$(filter %.o,$$^) >link.$(1)
	@$$(CC) @link.$(1) -o $$@.tmp && mv $$@.tmp $$@

-include $$(patsubst %.o,%.d,$$(call own_objects,$(1))) own/$(1)/this.d
endef
# Which of init_module and cleanup_module the objects define, for module_this.c.
ends = $(shell nm --defined-only $(1) | awk '$$3 == "init_module" { print "-DVQSIM_HAS_INIT" } \
	$$3 == "cleanup_module" { print "-DVQSIM_HAS_EXIT" }')
$(foreach m,$(MODULES),$(eval $(call module_rules,$(m))))

# What an object needs (U), defines (D), and how many calls of hooks it has (H).
sym/%.sym: %.o
	@mkdir -p $(@D)
	@{ nm $< | awk 'NF == 2 && $$1 != "" { print $$1 == "w" ? "W" : "U", $$2 } \
		NF == 3 && $$2 ~ /^[A-Z]$$/ { print "D", $$3 }'; \
	readelf -rW $< | awk '/^Relocation section/ { text = $$3 ~ /text/ } \
		text && $$5 ~ /^__tsan_/ { count++ } END { print "H", count + 0 }'; } >$@
