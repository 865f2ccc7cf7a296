# SPDX-License-Identifier: GPL-2.0-only
#
# Target linux: the kernel's own modules, by tools/linux, for each version of VQSIM_LINUX.
#
# Not part of `all`: it needs the packages linux-source-*, and only scenarios with guest.linux need it.
set(installed)
foreach(version 6.1 6.12)
	if(EXISTS /usr/src/linux-source-${version}.tar.xz)
		list(APPEND installed ${version})
	endif()
endforeach()
set(VQSIM_LINUX "${installed}" CACHE STRING "Kernel versions that target linux builds")

add_custom_target(linux)
set(before)
foreach(version ${VQSIM_LINUX})
	string(MAKE_C_IDENTIFIER linux_${version} target)
	add_custom_target(${target}
		COMMAND ${CMAKE_SOURCE_DIR}/tools/linux ${version} --build ${CMAKE_BINARY_DIR}
		USES_TERMINAL VERBATIM)
	add_dependencies(linux ${target})
	# Each takes all CPUs.
	if(before)
		add_dependencies(${target} ${before})
	endif()
	set(before ${target})
endforeach()
