# exports.txt, headers, MATRIX.md and the library agree: every case of exports.sh is a test.
file(STRINGS exports.sh lines REGEX "^  [a-z_]+\\)$")
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^  ([a-z_]+)\\)$" "\\1" case "${line}")
  add_test(NAME "exports.${case}" COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/exports.sh" ${case} "${library}" "${headers}")
  set_tests_properties("exports.${case}" PROPERTIES LABELS exports)
endforeach()
