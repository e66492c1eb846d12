# exports.txt, headers, MATRIX.md and the library agree: every case of exports.sh is a test.
file(STRINGS exports.sh lines REGEX "^  [a-z_]+\\)$")
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^  ([a-z_]+)\\)$" "\\1" case "${line}")
  add_test(NAME "exports.${case}" COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/exports.sh" ${case} "${library}" "${headers}")
  set_tests_properties("exports.${case}" PROPERTIES LABELS exports)
endforeach()

# What ./build.sh windows made, if it is said where that is: every case of dll.sh.
if(STAPLE32_WINDOWS_DIR)
  get_filename_component(windows_layout "${STAPLE32_WINDOWS_DIR}" ABSOLUTE BASE_DIR "${CMAKE_BINARY_DIR}")
  file(STRINGS dll.sh lines REGEX "^  [a-z0-9_]+\\)$")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^  ([a-z0-9_]+)\\)$" "\\1" case "${line}")
    add_test(NAME "exports.${case}" COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dll.sh" ${case} "${windows_layout}" "${headers}")
    set_tests_properties("exports.${case}" PROPERTIES LABELS "exports;wine")
  endforeach()
endif()
