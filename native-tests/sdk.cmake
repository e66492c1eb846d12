# wincrypt.h against the genuine SDK's, which NuGet restores: every constant, structure, type and prototype that ours
# declares, read from it anew each time. The first test measures both, the others compare.
find_program(DOTNET dotnet)
find_program(PYTHON3 python3)
set(sdk_cases constants structures types prototypes every_macro_is_compared a_wrong_header_is_noticed)

if(CLANGXX AND DOTNET AND PYTHON3)
  foreach(case IN ITEMS measure LISTS sdk_cases)
    add_test(NAME "sdk.${case}" COMMAND ${PYTHON3} -B "${CMAKE_CURRENT_SOURCE_DIR}/sdk/compare.py" ${case} "${headers}" "${CMAKE_BINARY_DIR}")
    set_tests_properties("sdk.${case}" PROPERTIES SKIP_RETURN_CODE 77 LABELS sdk FIXTURES_REQUIRED sdk_measured TIMEOUT 60)
  endforeach()
  # The package is 160 MB.
  set_tests_properties(sdk.measure PROPERTIES FIXTURES_REQUIRED "" FIXTURES_SETUP sdk_measured TIMEOUT 300)
else()
  foreach(case IN LISTS sdk_cases)
    add_test(NAME "sdk.${case}" COMMAND ${CMAKE_COMMAND} -E echo "clang++, python3 or dotnet is not installed")
    set_tests_properties("sdk.${case}" PROPERTIES SKIP_REGULAR_EXPRESSION "not installed" LABELS sdk)
  endforeach()
endif()
