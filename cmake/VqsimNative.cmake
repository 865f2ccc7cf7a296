# SPDX-License-Identifier: GPL-2.0-only
#
# How native code (the simulator itself) is compiled: the interface target vqsim_native.
#
# Native code includes <sim/port.h>, which lies in sim/include/sim. That folder's parent must not
# be on its include path, or sim/include/linux/*.h (the kernel API that modules see) would hide
# the system's <linux/...>. So the build holds a folder with one link in it, sim, and that folder
# is on the path instead.

set(CMAKE_C_FLAGS_DEBUG "-Og -g")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g")

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
# Boost's own package file wants a C++ compiler; the static library spares fiber jumps the PLT.
find_library(BOOST_CONTEXT NAMES libboost_context.a boost_context REQUIRED)
pkg_check_modules(VQSIM_LIBS REQUIRED IMPORTED_TARGET libcyaml yaml-0.1 jansson libdw libelf nettle)
pkg_check_modules(CRITERION REQUIRED IMPORTED_TARGET criterion)

set(VQSIM_NATIVE_INCLUDE ${CMAKE_BINARY_DIR}/native-include)
file(MAKE_DIRECTORY ${VQSIM_NATIVE_INCLUDE})
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/sim/include/sim ${VQSIM_NATIVE_INCLUDE}/sim SYMBOLIC)

add_library(vqsim_native INTERFACE)
target_include_directories(vqsim_native INTERFACE
	${VQSIM_NATIVE_INCLUDE} ${CMAKE_BINARY_DIR}/generated
	${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/sim)
# Empty, so that a file may say `#define _GNU_SOURCE` itself.
target_compile_definitions(vqsim_native INTERFACE _GNU_SOURCE=)
target_compile_options(vqsim_native INTERFACE
	-Wall -Wextra -Wshadow -Werror -march=x86-64-v2 -fno-omit-frame-pointer -fno-common)
target_link_libraries(vqsim_native INTERFACE
	${BOOST_CONTEXT} PkgConfig::VQSIM_LIBS Threads::Threads ${CMAKE_DL_LIBS} m gcov)
if(VQSIM_SANITIZE)
	target_compile_options(vqsim_native INTERFACE
		-fsanitize=address,undefined -fno-sanitize-recover=undefined)
	target_link_options(vqsim_native INTERFACE -fsanitize=address,undefined)
endif()
if(VQSIM_COVERAGE)
	target_compile_options(vqsim_native INTERFACE --coverage -fprofile-update=atomic)
	target_link_options(vqsim_native INTERFACE --coverage)
endif()

# What a module's compiler was told, for simctl build and simctl litmus: generated/build_config.h.
function(vqsim_build_config)
	foreach(list CFLAGS_PLAIN CFLAGS_CHECKED LDFLAGS)
		list(JOIN VQSIM_MODULE_${list} " " VQSIM_TEXT_${list})
	endforeach()
	list(JOIN VQSIM_MODULE_SYSTEM_INCLUDES " " VQSIM_TEXT_SYSTEM_INCLUDES)
	string(REPLACE "SHELL:" "" VQSIM_TEXT_SYSTEM_INCLUDES "${VQSIM_TEXT_SYSTEM_INCLUDES}")
	configure_file(${CMAKE_SOURCE_DIR}/cmake/build_config.h.in
		${CMAKE_BINARY_DIR}/generated/build_config.h @ONLY)
endfunction()

# A part of the simulator that every executable of ours is linked with whole: modules look for
# sim_* in it at run time, which no linker can see.
function(vqsim_objects name)
	add_library(${name} OBJECT ${ARGN})
	if(NOT ARGN)
		message(STATUS "${name}: no sources yet")
		file(WRITE ${CMAKE_BINARY_DIR}/generated/empty.c "typedef int empty;\n")
		target_sources(${name} PRIVATE ${CMAKE_BINARY_DIR}/generated/empty.c)
	endif()
	target_link_libraries(${name} PUBLIC vqsim_native)
endfunction()

# An executable with the whole simulator in it.
function(vqsim_executable name)
	add_executable(${name} ${ARGN})
	target_link_libraries(${name} PRIVATE vqsim_sim vqsim_model vqsim_tools vqsim_native)
	set_target_properties(${name} PROPERTIES ENABLE_EXPORTS ON POSITION_INDEPENDENT_CODE ON)
	target_link_options(${name} PRIVATE -rdynamic)
endfunction()
