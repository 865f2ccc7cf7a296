# SPDX-License-Identifier: GPL-2.0-only
#
# Target coverage-report: runs the unit tests and stories, writes <build>/coverage/index.html.
if(NOT VQSIM_COVERAGE)
	return()
endif()
find_program(LCOV lcov REQUIRED)
find_program(GENHTML genhtml REQUIRED)
add_custom_target(coverage-report
	COMMAND ${LCOV} -q --zerocounters --directory ${CMAKE_BINARY_DIR}
	COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure -j2 -L "^(unit|story)$$"
	COMMAND ${LCOV} -q --capture --directory ${CMAKE_BINARY_DIR} --base-directory
		${CMAKE_SOURCE_DIR} --no-external --output-file ${CMAKE_BINARY_DIR}/coverage.info
	COMMAND ${LCOV} -q --remove ${CMAKE_BINARY_DIR}/coverage.info
		"${CMAKE_SOURCE_DIR}/tests/*" "${CMAKE_BINARY_DIR}/*"
		--output-file ${CMAKE_BINARY_DIR}/coverage.info
	COMMAND ${GENHTML} -q --output-directory ${CMAKE_BINARY_DIR}/coverage
		${CMAKE_BINARY_DIR}/coverage.info
	COMMAND ${LCOV} --summary ${CMAKE_BINARY_DIR}/coverage.info
	WORKING_DIRECTORY ${CMAKE_BINARY_DIR} USES_TERMINAL VERBATIM)
add_dependencies(coverage-report unit_tests modules)
