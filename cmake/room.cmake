# aa_hat_room(TARGET SOURCES … SHOWS … USES …): one room of the house, which is one folder and one target. Its headers are
# included by the room's name ("plan/writer.h"), and found by exactly those targets that link it: each room is on the
# include path through a folder of its own that holds nothing but a link to it. What a room's headers need it SHOWS; what
# only its sources need it USES, and that stays its own.
function(aa_hat_room target)
  cmake_parse_arguments(ROOM "" "" "SOURCES;SHOWS;USES" ${ARGN})
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME room)
  set(door ${PROJECT_BINARY_DIR}/rooms/${target})
  file(MAKE_DIRECTORY ${door})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${door}/${room} SYMBOLIC)
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_include_directories(${target} PUBLIC ${door})
  target_link_libraries(${target} PUBLIC ${ROOM_SHOWS} PRIVATE aa_hat_flags ${ROOM_USES})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()

# aa_hat_program(NAME SOURCES … USES …): a static program.
function(aa_hat_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE aa_hat_flags ${PROGRAM_USES})
  target_compile_options(${name} PRIVATE ${AA_HAT_PROGRAM_COMPILE})
  target_link_options(${name} PRIVATE ${AA_HAT_PROGRAM_LINK})
endfunction()
