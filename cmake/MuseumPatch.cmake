# SPDX-License-Identifier: GPL-2.0-only
#
# Script of one museum piece: copies FILES from ROOT to a fresh TREE and applies PATCHES there.
file(REMOVE_RECURSE ${TREE})
foreach(file ${FILES})
	get_filename_component(folder ${file} DIRECTORY)
	file(COPY ${ROOT}/${file} DESTINATION ${TREE}/${folder})
endforeach()
file(MAKE_DIRECTORY ${TREE}/sim/include)
foreach(patch ${PATCHES})
	execute_process(
		COMMAND patch -p1 --force --fuzz=0 --no-backup-if-mismatch --reject-file=-
			--input=${ROOT}/${patch}
		WORKING_DIRECTORY ${TREE}
		RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
	if(NOT result EQUAL 0)
		message(NOTICE "${output}")
		message(FATAL_ERROR "${patch} does not apply")
	endif()
endforeach()
foreach(file ${FILES})
	file(TOUCH ${TREE}/${file})
endforeach()
