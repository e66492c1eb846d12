# find_package(staple32) gives the targets
#   staple32::staple32   the library and its headers (#include <staple32/wincrypt.h>)
#   staple32::compat     the same under the names <windows.h> and <wincrypt.h>, for unchanged programs off Windows
get_filename_component(_staple32_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET staple32::staple32)
  add_library(staple32::staple32 SHARED IMPORTED)
  if(WIN32)
    set_target_properties(staple32::staple32 PROPERTIES
      IMPORTED_LOCATION "${_staple32_prefix}/bin/staple32.dll"
      IMPORTED_IMPLIB "${_staple32_prefix}/lib/staple32.lib")
  else()
    set_target_properties(staple32::staple32 PROPERTIES
      IMPORTED_LOCATION "${_staple32_prefix}/lib/libstaple32.so.1"
      IMPORTED_SONAME "libstaple32.so.1")
  endif()
  set_target_properties(staple32::staple32 PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_staple32_prefix}/include")

  add_library(staple32::compat INTERFACE IMPORTED)
  set_target_properties(staple32::compat PROPERTIES INTERFACE_LINK_LIBRARIES staple32::staple32)
  if(NOT WIN32)
    set_property(TARGET staple32::compat APPEND PROPERTY INTERFACE_INCLUDE_DIRECTORIES "${_staple32_prefix}/include/compat")
  endif()
endif()

unset(_staple32_prefix)
