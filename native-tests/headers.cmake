# The headers compile alone, beside OpenSSL's, as C and as C++, under strict warnings: one test per file and language.
file(GLOB programs CONFIGURE_DEPENDS compile/*.c)
set(strict -Wall -Wextra -Wpedantic -Werror "-I${STAPLE32_DIR}/include" "-I${STAPLE32_DIR}/include/compat" -fsyntax-only)

find_program(CLANG clang)
find_program(CLANGXX clang++)
find_program(MINGW x86_64-w64-mingw32-gcc)

foreach(program IN LISTS programs)
  get_filename_component(name "${program}" NAME_WE)
  add_test(NAME "headers.${name}_as_c11" COMMAND ${CMAKE_C_COMPILER} -std=c11 -x c ${strict} "${program}")
  add_test(NAME "headers.${name}_as_cxx17" COMMAND ${CMAKE_CXX_COMPILER} -std=c++17 -x c++ ${strict} "${program}")
  list(APPEND header_tests "headers.${name}_as_c11" "headers.${name}_as_cxx17")
  # Another opinion, where it is to be had.
  if(CLANG AND CLANGXX)
    add_test(NAME "headers.${name}_as_c11_for_clang" COMMAND ${CLANG} -std=c11 -x c ${strict} "${program}")
    add_test(NAME "headers.${name}_as_cxx17_for_clang" COMMAND ${CLANGXX} -std=c++17 -x c++ ${strict} "${program}")
    list(APPEND header_tests "headers.${name}_as_c11_for_clang" "headers.${name}_as_cxx17_for_clang")
  endif()
endforeach()

# For Windows the headers stand on the system's own and add what those lack.
if(MINGW)
  foreach(name short_layouts unicode own_functions)
    add_test(NAME "headers.${name}_for_windows"
      COMMAND ${MINGW} -std=c11 -Wall -Wextra -Wpedantic -Werror "-I${STAPLE32_DIR}/include" -fsyntax-only "${CMAKE_CURRENT_SOURCE_DIR}/compile/${name}.c")
    list(APPEND header_tests "headers.${name}_for_windows")
  endforeach()
endif()
set_tests_properties(${header_tests} PROPERTIES LABELS headers)

# A C++ program that runs, linked through the installed CMake package; and one through pkg-config.
add_executable(cxx-consumer consumers/consumer.cpp)
set_target_properties(cxx-consumer PROPERTIES CXX_STANDARD 17)
target_link_libraries(cxx-consumer PRIVATE staple32::staple32)
add_test(NAME headers.a_cxx_program_through_cmake COMMAND cxx-consumer)

find_program(PKG_CONFIG NAMES pkg-config pkgconf)
if(PKG_CONFIG)
  add_test(NAME headers.a_c_program_through_pkg_config
    COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/consumers/pkg-config.sh" "${STAPLE32_DIR}" "${CMAKE_C_COMPILER}" "${CMAKE_BINARY_DIR}")
endif()
set_tests_properties(headers.a_cxx_program_through_cmake PROPERTIES LABELS headers)
