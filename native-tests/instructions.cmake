# Instructions are counted and compared with instructions/instructions.tsv. To renew the file:
#   cmake --build BUILD --target renew-instructions
add_executable(instructions instructions/instructions.c)
target_link_libraries(instructions PRIVATE harness)

# Which .NET the library was compiled as: what the build script's probe of the feed wrote down, else the default.
set(framework net10.0)
set(feed "${CMAKE_CURRENT_SOURCE_DIR}/../artifacts/feed.props")
if(EXISTS "${feed}")
  file(STRINGS "${feed}" found REGEX "<Staple32LibraryFramework>")
  if(found MATCHES ">([^<]+)<")
    set(framework "${CMAKE_MATCH_1}")
  endif()
endif()

set(count_instructions "${CMAKE_CURRENT_SOURCE_DIR}/instructions/instructions.sh" $<TARGET_FILE:instructions> "${library}"
  "${CMAKE_CURRENT_SOURCE_DIR}/instructions/instructions.tsv" ${framework})
add_test(NAME instructions.nothing_takes_more_than_before COMMAND ${count_instructions})
set_tests_properties(instructions.nothing_takes_more_than_before PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 180 LABELS valgrind COST 100)
add_custom_target(renew-instructions COMMAND ${count_instructions} --write DEPENDS instructions USES_TERMINAL)
