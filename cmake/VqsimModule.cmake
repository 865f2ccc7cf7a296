# SPDX-License-Identifier: GPL-2.0-only
#
# How code under test is compiled: shared objects for our own loader, in two flavours.
#
#   vqsim_module(NAME virtio_blk SOURCES a.c b.c [HEADERS a.h] [INCLUDES dir...])
#
# makes <build>/modules/checked/virtio_blk.so (every access announced to the simulator) and
# <build>/modules/plain/virtio_blk.so. Paths are relative to the repository. Sources and headers
# are remembered: the museum finds out from them which module a patch belongs to.

set(VQSIM_MODULE_INCLUDE ${CMAKE_SOURCE_DIR}/sim/include)
set(VQSIM_MODULE_CFLAGS_PLAIN
	-std=gnu11 -O2 -g -fPIC -fno-omit-frame-pointer -ffreestanding -fno-builtin
	-fno-strict-aliasing -fno-common -fcf-protection=none -fno-stack-protector
	# What a context leaves on its stack must not reach the next: a frame never skips the guard
	# page, and no local starts with what was there.
	-fstack-clash-protection -ftrivial-auto-var-init=pattern)
set(VQSIM_MODULE_CFLAGS_CHECKED ${VQSIM_MODULE_CFLAGS_PLAIN}
	-fsanitize=thread --param=tsan-distinguish-volatile=1
	--param=tsan-instrument-func-entry-exit=0 -Wno-tsan)
# The system's headers come last: sim/include/linux/virtio_ring.h reaches the wire structures of
# linux-libc-dev with #include_next.
set(VQSIM_MODULE_SYSTEM_INCLUDES
	"SHELL:-idirafter /usr/include" "SHELL:-idirafter /usr/include/x86_64-linux-gnu")
set(VQSIM_MODULE_WARNINGS -Wall -Wextra -Wno-unused-parameter -Werror)
set(VQSIM_MODULE_LDFLAGS
	-nostdlib -Wl,-z,now -Wl,--hash-style=gnu -Wl,-z,noexecstack)

# With VQSIM_COVERAGE_MODULES, the checked drivers of the tree have gcov's counters, in one piece
# behind .bss, which no snapshot takes back and no check looks at. libgcov is in the executable.
set(VQSIM_MODULE_COVERAGE --coverage -fprofile-update=single -fdata-sections)

add_custom_target(modules)
# The checked ones without those of the museum: all that a clean scenario needs.
add_custom_target(modules_in_tree)

# One flavour of one module from absolute source paths.
function(vqsim_module_flavour target name flavour folder)
	cmake_parse_arguments(PARSE_ARGV 4 arg "" "" "SOURCES;INCLUDES;PREFIX_MAP")
	string(TOUPPER ${flavour} upper)
	add_library(${target} MODULE ${arg_SOURCES})
	set_target_properties(${target} PROPERTIES
		OUTPUT_NAME ${name} PREFIX "" SUFFIX .so DEFINE_SYMBOL ""
		LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/modules/${flavour}/${folder})
	target_include_directories(${target} PRIVATE ${arg_INCLUDES} ${VQSIM_MODULE_INCLUDE})
	target_compile_options(${target} PRIVATE ${VQSIM_MODULE_CFLAGS_${upper}}
		${VQSIM_MODULE_SYSTEM_INCLUDES} ${VQSIM_MODULE_WARNINGS} ${arg_PREFIX_MAP}
		-ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=${CMAKE_BINARY_DIR}=.)
	target_link_options(${target} PRIVATE ${VQSIM_MODULE_LDFLAGS})
	add_dependencies(modules ${target})
endfunction()

function(vqsim_module)
	cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;HEADERS;INCLUDES")
	if(NOT arg_SOURCES)
		message(STATUS "Module ${arg_NAME}: no sources, left out")
		return()
	endif()
	list(TRANSFORM arg_SOURCES PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE sources)
	foreach(flavour checked plain)
		vqsim_module_flavour(${arg_NAME}_${flavour} ${arg_NAME} ${flavour} ""
			SOURCES ${sources} INCLUDES ${arg_INCLUDES})
	endforeach()
	add_dependencies(modules_in_tree ${arg_NAME}_checked)
	if(VQSIM_COVERAGE_MODULES AND arg_SOURCES MATCHES "^drivers/")
		target_compile_options(${arg_NAME}_checked PRIVATE ${VQSIM_MODULE_COVERAGE})
		target_link_options(${arg_NAME}_checked PRIVATE
			-Wl,-T,${CMAKE_SOURCE_DIR}/cmake/counters.ld)
	endif()
	set_property(GLOBAL APPEND PROPERTY VQSIM_MODULES ${arg_NAME})
	set_property(GLOBAL PROPERTY VQSIM_MODULE_SOURCES_${arg_NAME} ${arg_SOURCES})
	set_property(GLOBAL PROPERTY VQSIM_MODULE_HEADERS_${arg_NAME} ${arg_HEADERS})
endfunction()

# The repository's files that match, relative to it.
function(vqsim_glob out)
	list(TRANSFORM ARGN PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE patterns)
	file(GLOB found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${patterns})
	set(${out} ${found} PARENT_SCOPE)
endfunction()
