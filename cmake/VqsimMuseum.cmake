# SPDX-License-Identifier: GPL-2.0-only
#
# The museum: historic bugs as patches against the tree, scenarios/bugs/<name>/*.patch.
#
#   vqsim_museum()
#
# For each <name>, every module that owns a patched file is built once more from a patched copy
# of its sources: <build>/modules/checked/bugs/<name>/<module>.so. The rest of the world comes from
# the tree. A patch that does not apply exactly (no fuzz) fails the build with its name.

add_custom_target(museum)

# A target that fails the build, not the configuration: the rest can still be built.
function(vqsim_museum_refuse patch why)
	string(MAKE_C_IDENTIFIER "museum_refuse_${patch}" target)
	if(NOT TARGET ${target})
		add_custom_target(${target} ALL
			COMMAND ${CMAKE_COMMAND} -E echo "${patch}: ${why}"
			COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
		add_dependencies(museum ${target})
	endif()
endfunction()

# Modules that own one of the files; a file that nobody owns is an error of the patch.
function(vqsim_museum_owners out patch)
	get_property(modules GLOBAL PROPERTY VQSIM_MODULES)
	set(owners)
	foreach(file ${ARGN})
		set(owner)
		foreach(module ${modules})
			get_property(sources GLOBAL PROPERTY VQSIM_MODULE_SOURCES_${module})
			get_property(headers GLOBAL PROPERTY VQSIM_MODULE_HEADERS_${module})
			if(file IN_LIST sources OR file IN_LIST headers)
				list(APPEND owner ${module})
			endif()
		endforeach()
		if(NOT owner)
			vqsim_museum_refuse("${patch}" "no module is built from ${file}")
		else()
			list(APPEND owners ${owner})
		endif()
	endforeach()
	list(REMOVE_DUPLICATES owners)
	set(${out} ${owners} PARENT_SCOPE)
endfunction()

function(vqsim_museum_piece name)
	set(patches ${ARGN})
	set(touched)
	foreach(patch ${patches})
		file(STRINGS ${CMAKE_SOURCE_DIR}/${patch} lines REGEX "^\\+\\+\\+ b/")
		list(TRANSFORM lines REPLACE "^\\+\\+\\+ b/([^\t ]+).*$" "\\1")
		if(NOT lines)
			vqsim_museum_refuse("${patch}" "no line '+++ b/FILE'")
		endif()
		list(APPEND touched ${lines})
		set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
			${CMAKE_SOURCE_DIR}/${patch})
	endforeach()
	vqsim_museum_owners(owners "${patches}" ${touched})
	if(NOT owners)
		return()
	endif()

	set(tree ${CMAKE_BINARY_DIR}/museum/${name})
	set(files)
	foreach(module ${owners})
		get_property(sources GLOBAL PROPERTY VQSIM_MODULE_SOURCES_${module})
		get_property(headers GLOBAL PROPERTY VQSIM_MODULE_HEADERS_${module})
		list(APPEND files ${sources} ${headers})
	endforeach()
	list(REMOVE_DUPLICATES files)
	list(TRANSFORM files PREPEND ${tree}/ OUTPUT_VARIABLE copies)
	list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE originals)
	list(TRANSFORM patches PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE patch_paths)
	add_custom_command(OUTPUT ${copies}
		COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} -DTREE=${tree}
			"-DFILES=${files}" "-DPATCHES=${patches}"
			-P ${CMAKE_SOURCE_DIR}/cmake/MuseumPatch.cmake
		DEPENDS ${originals} ${patch_paths} ${CMAKE_SOURCE_DIR}/cmake/MuseumPatch.cmake
		COMMENT "Museum: ${name}" VERBATIM)

	foreach(module ${owners})
		get_property(sources GLOBAL PROPERTY VQSIM_MODULE_SOURCES_${module})
		# Headers of other modules in the same folder come from the tree.
		list(TRANSFORM sources REPLACE "/[^/]+$" "" OUTPUT_VARIABLE folders)
		list(REMOVE_DUPLICATES folders)
		list(TRANSFORM folders PREPEND ${CMAKE_SOURCE_DIR}/)
		list(TRANSFORM sources PREPEND ${tree}/)
		string(MAKE_C_IDENTIFIER "museum_${name}_${module}" target)
		vqsim_module_flavour(${target} ${module} checked bugs/${name} SOURCES ${sources}
			INCLUDES ${tree}/sim/include ${folders}
			PREFIX_MAP -ffile-prefix-map=${tree}/=)
		add_dependencies(museum ${target})
	endforeach()
	# Several modules may share the copies: let one target make them.
	string(MAKE_C_IDENTIFIER "museum_${name}_copy" copy_target)
	add_custom_target(${copy_target} DEPENDS ${copies})
	foreach(module ${owners})
		string(MAKE_C_IDENTIFIER "museum_${name}_${module}" target)
		add_dependencies(${target} ${copy_target})
	endforeach()
endfunction()

function(vqsim_museum)
	file(GLOB pieces CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/scenarios/bugs
		${CMAKE_SOURCE_DIR}/scenarios/bugs/*)
	foreach(name ${pieces})
		vqsim_glob(patches scenarios/bugs/${name}/*.patch)
		if(patches)
			vqsim_museum_piece(${name} ${patches})
		endif()
	endforeach()
endfunction()
