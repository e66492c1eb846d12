# The same cases for Windows, run under Wine: compiled by mingw-w64 as C and as C++, and by clang against Microsoft's own
# headers. Label: wine; the last ones have the label genuine as well.
set(STAPLE32_WINDOWS_DIR "" CACHE PATH "The Windows DLL and what goes with it, as ./build.sh windows makes it; empty: no tests under Wine")
set(STAPLE32_WINDOWS_SDK "" CACHE PATH "c/ of the NuGet package Microsoft.Windows.SDK.CPP")
set(STAPLE32_WINDOWS_SDK_X64 "" CACHE PATH "c/ of the NuGet package Microsoft.Windows.SDK.CPP.x64")
if(NOT STAPLE32_WINDOWS_DIR)
  return()
endif()
get_filename_component(windows "${STAPLE32_WINDOWS_DIR}" ABSOLUTE BASE_DIR "${CMAKE_BINARY_DIR}")

find_program(MINGW x86_64-w64-mingw32-gcc REQUIRED)
find_program(MINGWXX x86_64-w64-mingw32-g++ REQUIRED)
find_program(MINGW_DLLTOOL x86_64-w64-mingw32-dlltool REQUIRED)
find_program(CLANG clang REQUIRED)
find_program(LLD_LINK lld-link REQUIRED) # by clang
find_program(LLVM_DLLTOOL llvm-dlltool REQUIRED)
find_program(WINE NAMES wine64 wine HINTS /usr/lib/wine REQUIRED)
set(wine "${CMAKE_BINARY_DIR}/wine")
# As many tests as that run at the same time.
set(wine_prefixes 6)

# The DLL beside the programs, as it is installed.
add_custom_command(OUTPUT "${wine}/staple32.dll"
  COMMAND ${CMAKE_COMMAND} -E copy "${windows}/staple32.dll" "${wine}/staple32.dll" DEPENDS "${windows}/staple32.dll")
add_custom_command(OUTPUT "${wine}/prefixes/made" DEPENDS wine/prefixes.sh
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/wine/prefixes.sh" "${WINE}" "${wine}/prefixes" ${wine_prefixes}
  COMMAND ${CMAKE_COMMAND} -E touch "${wine}/prefixes/made")
add_custom_target(wine-tests ALL DEPENDS "${wine}/staple32.dll" "${wine}/prefixes/made")

add_executable(wine-launch wine/launch.c harness/answers.c harness/check.c harness/crls.c harness/pki.c harness/platform.unix.c
  harness/responder.c harness/service.c harness/verify.c harness/wire.c)
target_include_directories(wine-launch PRIVATE harness)
target_link_libraries(wine-launch PRIVATE OpenSSL::Crypto Threads::Threads)

# windows_objects(RESULT KIND COMPILER FLAGS SOURCES): objects of that kind, in RESULT.
function(windows_objects result kind compiler flags)
  set(objects)
  foreach(source IN LISTS ARGN)
    get_filename_component(source "${source}" ABSOLUTE)
    get_filename_component(name "${source}" NAME)
    set(object "${wine}/${kind}/${name}.o")
    add_custom_command(OUTPUT "${object}" COMMAND ${compiler} ${flags} -MMD -MF "${object}.d" -c -o "${object}" "${source}"
      DEPENDS "${source}" DEPFILE "${object}.d" COMMENT "" COMMAND_EXPAND_LISTS)
    list(APPEND objects "${object}")
  endforeach()
  file(MAKE_DIRECTORY "${wine}/${kind}")
  set(${result} "${objects}" PARENT_SCOPE)
endfunction()

# windows_program(NAME OBJECTS LINKER ARGUMENTS...): NAME.exe.
function(windows_program name objects linker)
  add_custom_command(OUTPUT "${wine}/${name}.exe" COMMAND ${linker} -o "${wine}/${name}.exe" ${objects} ${ARGN}
    DEPENDS ${objects} "${windows}/staple32.lib" COMMENT "" COMMAND_EXPAND_LISTS)
  add_custom_target(wine-${name} DEPENDS "${wine}/${name}.exe")
  add_dependencies(wine-tests wine-${name})
endfunction()

set(windows_harness harness/check.c harness/child.windows.c harness/damage.c harness/finding.c harness/fixture.c harness/main.c harness/mutation.c harness/observer.c harness/pfx_files.c harness/platform.windows.c harness/remote.c
  harness/wire.c fleet/fleet.c)
# Programs of their own: one that loads the library itself, and one for which the linker has it loaded by the first call.
file(GLOB windows_sources CONFIGURE_DEPENDS tests/*.c)
list(FILTER windows_sources EXCLUDE REGEX "/loading\\.|/delay\\.|\\.unix\\.c$")

# The names of exports.txt, as strings of a C array; Windows has the family Errors itself.
file(STRINGS "${headers}/exports.txt" rows REGEX "^[A-Za-z0-9]+ .* done *$")
list(FILTER rows EXCLUDE REGEX "^[A-Za-z0-9]+ +Errors ")
list(TRANSFORM rows REPLACE "^([A-Za-z0-9]+) .*" "\"\\1\",")
list(JOIN rows "\n" names)
file(CONFIGURE OUTPUT "${wine}/exports.inc" CONTENT "${names}\n" @ONLY)

set(windows_flags -g -O1 -Wall -Wextra -Werror -D_WIN32_WINNT=0x0A00 "-I${CMAKE_CURRENT_SOURCE_DIR}/harness" "-I${CMAKE_CURRENT_SOURCE_DIR}/fleet"
  "-I${windows}/include" "-I${wine}")

# mingw-w64, as C, and as C++ with the same harness in C.
set(mingw_c -std=gnu11 ${windows_flags} -D__USE_MINGW_ANSI_STDIO=1)
set(mingw_cxx -x c++ -std=gnu++17 ${windows_flags} -D__USE_MINGW_ANSI_STDIO=1 -Wno-missing-field-initializers)
windows_objects(harness_objects harness ${MINGW} "${mingw_c}" ${windows_harness})
windows_objects(c_objects c ${MINGW} "${mingw_c}" ${windows_sources})
windows_objects(cxx_objects cxx ${MINGWXX} "${mingw_cxx}" ${windows_sources})
windows_program(c-tests "${c_objects};${harness_objects}" ${MINGW} "${windows}/staple32.lib" -lws2_32)
windows_program(cxx-tests "${cxx_objects};${harness_objects}" ${MINGWXX} -static "${windows}/staple32.lib" -lws2_32)

windows_objects(member_objects member ${MINGW} "${mingw_c}" fleet/member.c fleet/chain_files.c)
windows_program(fleet-member "${member_objects};${wine}/harness/check.c.o;${wine}/harness/platform.windows.c.o" ${MINGW} "${windows}/staple32.lib")
windows_objects(loading_objects loading ${MINGW} "${mingw_c}" tests/loading.windows.c)
windows_program(loading-tests "${loading_objects};${wine}/harness/check.c.o;${wine}/harness/main.c.o;${wine}/harness/platform.windows.c.o" ${MINGW})
add_custom_command(OUTPUT "${wine}/delayed.a" DEPENDS "${windows}/staple32.def"
  COMMAND ${MINGW_DLLTOOL} -d "${windows}/staple32.def" -D staple32.dll --output-delaylib "${wine}/delayed.a")
windows_objects(delay_objects delay ${MINGW} "${mingw_c}" tests/delay.windows.c)
windows_program(delay-tests "${delay_objects};${harness_objects};${wine}/delayed.a" ${MINGW} -lws2_32)

# clang against Microsoft's headers instead of mingw's, linked with Microsoft's import libraries.
file(GLOB sdk_include "${STAPLE32_WINDOWS_SDK}/Include/10.*")
file(GLOB sdk_libraries "${STAPLE32_WINDOWS_SDK_X64}/ucrt/x64/ucrt.lib" "${STAPLE32_WINDOWS_SDK_X64}/um/x64/[Kk]ernel32.[Ll]ib"
  "${STAPLE32_WINDOWS_SDK_X64}/um/x64/[Ww][Ss]2_32.[Ll]ib" "${STAPLE32_WINDOWS_SDK_X64}/um/x64/[Aa]dv[Aa][Pp][Ii]32.[Ll]ib")
set(msvc "${CMAKE_CURRENT_SOURCE_DIR}/wine/msvc")
execute_process(COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/wine/sdk-headers.sh" "${sdk_include}" "${CMAKE_BINARY_DIR}/sdk-headers.yaml" COMMAND_ERROR_IS_FATAL ANY)
set(sdk_c --target=x86_64-pc-windows-msvc -std=gnu11 ${windows_flags} -ivfsoverlay "${CMAKE_BINARY_DIR}/sdk-headers.yaml"
  -isystem "${msvc}" -isystem "${sdk_include}/um" -isystem "${sdk_include}/shared" -isystem "${sdk_include}/ucrt")
add_custom_command(OUTPUT "${wine}/ntdll-crt.lib" DEPENDS wine/msvc/ntdll.def
  COMMAND ${LLVM_DLLTOOL} -m i386:x86-64 -d "${msvc}/ntdll.def" -l "${wine}/ntdll-crt.lib")
windows_objects(sdk_harness_objects sdk-harness ${CLANG} "${sdk_c}" ${windows_harness} wine/msvc/start.c)
windows_objects(sdk_objects sdk ${CLANG} "${sdk_c}" ${windows_sources})
windows_program(sdk-tests "${sdk_objects};${sdk_harness_objects};${wine}/ntdll-crt.lib"
  "${CLANG};--target=x86_64-pc-windows-msvc;-fuse-ld=lld;-nostdlib;-Wl,/entry:mainCRTStartup,/subsystem:console,/nodefaultlib"
  "${windows}/staple32.lib" ${sdk_libraries})

# add_wine_cases(PREFIX PROGRAM LABELS SOURCES...)
function(add_wine_cases prefix program labels)
  foreach(source IN LISTS ARGN)
    add_cases("${prefix}" "wine-launch;${wine}/prefixes;${WINE};${wine}/${program}.exe" "${source}" ${labels})
  endforeach()
endfunction()
add_wine_cases("wine." c-tests wine ${windows_sources})
add_wine_cases("wine." loading-tests wine tests/loading.windows.c)
add_wine_cases("wine." delay-tests wine tests/delay.windows.c)
# Those that on Linux run a second time under a memory checker; all are compiled.
list(TRANSFORM memory_families REPLACE "(.+)" "tests/\\1.c" OUTPUT_VARIABLE repeated)
add_wine_cases("wine.cxx." cxx-tests wine ${repeated})
add_wine_cases("wine.genuine." sdk-tests "wine;genuine" ${windows_sources})

get_property(all_tests DIRECTORY PROPERTY TESTS)
foreach(test IN LISTS all_tests)
  if(test MATCHES "^wine\\..*absent\\.")
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "WINEDLLOVERRIDES=crypt32=")
  elseif(test MATCHES "^wine\\..*(leaks|malformed|mutated_[a-z]+)\\.")
    set_tests_properties(${test} PROPERTIES TIMEOUT 180 COST 100 ENVIRONMENT STAPLE32_TEST_DEADLINE=170)
  elseif(test STREQUAL "wine.loading.under_the_name_of_crypt32")
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "WINEDLLOVERRIDES=crypt32=n,b")
  elseif(test MATCHES "^wine\\..*fleet\\.(two_writers|a_writer_killed)")
    set_tests_properties(${test} PROPERTIES TIMEOUT 300 COST 1000 ENVIRONMENT STAPLE32_TEST_DEADLINE=280)
  endif()
endforeach()
