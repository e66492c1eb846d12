# The cases that are about memory once more, under tools that watch it.
set(memory_families handles contexts certificates crls properties stores chains policies selection malformed strings memory)

# A host that is itself built with AddressSanitizer: overruns and uses after free in what the library hands out.
add_executable(native-tests-asan ${sources} ${harness})
target_include_directories(native-tests-asan PRIVATE harness fleet)
target_compile_options(native-tests-asan PRIVATE -fsanitize=address,undefined -fno-omit-frame-pointer)
target_link_options(native-tests-asan PRIVATE -fsanitize=address,undefined)
target_link_libraries(native-tests-asan PRIVATE staple32::staple32 OpenSSL::Crypto Threads::Threads m)
foreach(family IN LISTS memory_families)
  add_cases("asan." native-tests-asan "${CMAKE_CURRENT_SOURCE_DIR}/tests/${family}.c" asan)
endforeach()
get_property(all_tests DIRECTORY PROPERTY TESTS)
foreach(test IN LISTS all_tests)
  if(test MATCHES "^asan\\.")
    # Tests end without releasing what they made; leaks are looked for by counting (leaks.c).
    set_tests_properties("${test}" PROPERTIES ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0:handle_segv=0:allow_user_segv_handler=1:allocator_may_return_null=1;UBSAN_OPTIONS=halt_on_error=1")
  endif()
endforeach()

# valgrind wants the library without the debug file beside it, and cannot reserve hundreds of gigabytes (the value is hexadecimal).
find_program(VALGRIND valgrind)
set(valgrind_cases
  contexts.contexts_outlive_their_handle contexts.a_newer_response_replaces_it_and_the_old_one_stays_readable
  handles.the_handle_holds_its_chain chains.a_chain_outlives_its_stores_engine_and_certificate
  stores.contexts_outlive_their_store strings.every_combination_comes_back_in_both_widths)
if(VALGRIND)
  file(COPY "${library}" DESTINATION "${CMAKE_BINARY_DIR}/valgrind")
  foreach(case IN LISTS valgrind_cases)
    add_test(NAME "valgrind.${case}" COMMAND ${VALGRIND} --quiet --error-exitcode=9 --undef-value-errors=no --leak-check=no
      "--suppressions=${CMAKE_CURRENT_SOURCE_DIR}/valgrind.supp" $<TARGET_FILE:native-tests> ${case})
    set_tests_properties("valgrind.${case}" PROPERTIES LABELS valgrind TIMEOUT 120
      ENVIRONMENT "LD_LIBRARY_PATH=${CMAKE_BINARY_DIR}/valgrind;DOTNET_GCHeapHardLimit=8000000;STAPLE32_TEST_DEADLINE=110")
  endforeach()
else()
  add_test(NAME valgrind COMMAND ${CMAKE_COMMAND} -E echo "valgrind is not installed")
  set_tests_properties(valgrind PROPERTIES SKIP_REGULAR_EXPRESSION "not installed")
endif()
