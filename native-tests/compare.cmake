# What a program sees of stores and contexts, line by line: this library on Linux against Wine's Crypt32, where each difference
# is listed and judged (compare/differences.txt), and against this library's Windows DLL, where there must be none.
file(GLOB compare_sources CONFIGURE_DEPENDS compare/*.c)
set(compare_script "${CMAKE_CURRENT_SOURCE_DIR}/compare/compare.sh")
add_executable(compare ${compare_sources})
target_include_directories(compare PRIVATE harness)
target_link_libraries(compare PRIVATE staple32::staple32)
if(NOT STAPLE32_WINDOWS_DIR)
  return()
endif()

windows_objects(compare_objects compare ${MINGW} "${mingw_c}" ${compare_sources})
windows_program(compare-wine "${compare_objects}" ${MINGW} -lcrypt32)
windows_program(compare-dll "${compare_objects}" ${MINGW} "${windows}/staple32.lib")
foreach(source IN LISTS compare_sources)
  file(STRINGS "${source}" lines REGEX "^AREA\\(")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^AREA\\(([a-z_]+)\\).*" "\\1" area "${line}")
    add_test(NAME "compare.${area}" COMMAND "${compare_script}" ${area} "${CMAKE_CURRENT_SOURCE_DIR}/compare/differences.txt" $<TARGET_FILE:compare>
      $<TARGET_FILE:wine-launch> "${wine}/prefixes" "${WINE}" "${wine}/compare-wine.exe")
    add_test(NAME "compare.dll.${area}" COMMAND "${compare_script}" ${area} /dev/null $<TARGET_FILE:compare>
      $<TARGET_FILE:wine-launch> "${wine}/prefixes" "${WINE}" "${wine}/compare-dll.exe")
    set_tests_properties("compare.${area}" "compare.dll.${area}" PROPERTIES LABELS wine TIMEOUT 60)
  endforeach()
endforeach()
