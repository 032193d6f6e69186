# aa_hat_room(NAME SOURCES … SHOWS … USES …): one room of the house. A room's folder is on the include path of exactly
# those that link it. What a room's headers need it SHOWS; what only its sources need it USES, and that stays its own.
function(aa_hat_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;SHOWS;USES" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_SHOWS} PRIVATE aa_hat_flags ${ROOM_USES})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()

# aa_hat_program(NAME SOURCES … USES …): a static program.
function(aa_hat_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE aa_hat_flags ${PROGRAM_USES})
  target_compile_options(${name} PRIVATE ${AA_HAT_PROGRAM_COMPILE})
  target_link_options(${name} PRIVATE ${AA_HAT_PROGRAM_LINK})
endfunction()
