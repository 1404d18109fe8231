// SPDX-License-Identifier: Apache-2.0
// Traces of small programs, to the letter, and the moment at which a boot comes to an address.
#include <gtest/gtest.h>

#include "inspect/testing/demo_world.hpp"
#include "inspect/trace/arrival.hpp"
#include "inspect/trace/instruction_trace.hpp"
#include "inspect/trace/trace_writer.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t start = 0x08000040;
constexpr std::uint32_t svc_handler = 0x08000060;

// A flash with this at `start`; SVCall goes to `svc_handler`, every other exception to a loop of its own.
World program(std::initializer_list<std::uint16_t> code, std::initializer_list<std::uint16_t> handler = {0x4770}) {
    World world;
    world.board = board::bare_board("STM32F103RC").value();
    world.option_bytes = world.board.option_bytes;
    world.flash.assign(world.board.chip.flash_bytes, 0xFF);
    const MutableByteView flash(world.flash);
    constexpr std::uint32_t loop = 0x08000080, svcall = 11;
    store_le32(flash, 0x20001000);
    for (std::size_t vector = 1; vector < 16; ++vector) store_le32(flash.subspan(4 * vector), loop | 1);
    store_le32(flash.subspan(4), start | 1);
    store_le32(flash.subspan(4 * svcall), svc_handler | 1);
    store_le16(flash.subspan(loop - chip::flash_base), 0xE7FE);
    const auto put = [&flash](std::uint32_t address, std::initializer_list<std::uint16_t> half_words) {
        for (const std::uint16_t half : half_words) {
            store_le16(flash.subspan(address - chip::flash_base), half);
            address += 2;
        }
    };
    put(start, code);
    put(svc_handler, handler);
    return world;
}

std::string trace_of(const World& world, TraceLimit limit, Picoseconds duration = 3ms) {
    std::string text;
    auto writer = TraceWriter::open("a test", limit, [&text](std::string_view lines) { text += lines; });
    EXPECT_TRUE(writer);
    const auto boot = Boot::start(world, {.duration = duration});
    EXPECT_TRUE(boot);
    InstructionTrace trace((*boot)->chip(), [&](const TraceEntry& entry) { return writer->add(entry); });
    (*boot)->follow(trace);
    (void)(*boot)->finish();
    trace.ended();
    writer->finish(trace.left_out());
    return text;
}

TEST(Trace, has_a_line_for_every_instruction_with_the_registers_that_it_wrote) {
    // movs r0,#1; cmp r0,#2; ite eq; moveq r1,#5; movne r1,#6; push {r0,r1}; ldrd r2,r3,[sp]; b .
    const World world = program({0x2001, 0x2802, 0xBF0C, 0x2105, 0x2106, 0xB403, 0xE9DD, 0x2300, 0xE7FE});
    EXPECT_EQ(trace_of(world, {.lines = 9}), R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
        2500.000  0x08000040  2001      movs r0, #1                      ; r0=00000001
        2500.125  0x08000042  2802      cmp r0, #2                       ; xpsr=81000000
        2500.250  0x08000044  bf0c      ite eq
        2500.375  0x08000046  2105      moveq r1, #5                     ; not executed
        2500.500  0x08000048  2106      movne r1, #6                     ; r1=00000006
        2500.625  0x0800004a  b403      push {r0, r1}                    ; sp=20000ff8
        2501.000  0x0800004c  e9dd2300  ldrd r2, r3, [sp]                ; r2=00000001 r3=00000006
        2501.375  0x08000050  e7fe      b #0x8000050
        2501.750  0x08000050  e7fe      b #0x8000050
# 1328 instructions left out here
)");
}

TEST(Trace, shows_exceptions_as_they_come_and_what_their_return_restores) {
    // movs r0,#7; svc #0; movs r1,#1; udf #0  |  movs r0,#0; movs r2,#9; bx lr
    const World world = program({0x2007, 0xDF00, 0x2101, 0xDE00}, {0x2000, 0x2209, 0x4770});
    EXPECT_EQ(trace_of(world, {.lines = 10}), R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
        2500.000  0x08000040  2007      movs r0, #7                      ; r0=00000007
        2500.125  0x08000042  df00      svc #0
        2501.750  -- exception 11, SVCall
        2501.750  0x08000060  2000      movs r0, #0                      ; r0=00000000 xpsr=4100000b
        2501.875  0x08000062  2209      movs r2, #9                      ; r2=00000009 xpsr=0100000b
        2502.000  0x08000064  4770      bx lr                            ; r0=00000007 r2=00000000 sp=20001000 lr=ffffffff xpsr=01000000
        2503.375  0x08000044  2101      movs r1, #1                      ; r1=00000001
        2503.500  0x08000046  de00      udf #0
        2505.125  -- exception 3, HardFault
        2505.125  0x08000080  e7fe      b #0x8000080
# 1319 instructions left out here
)");
}

TEST(Trace, shows_resets) {
    // ldr r0,[pc,#4]; ldr r1,[pc,#8]; str r1,[r0]; b .; AIRCR; SYSRESETREQ
    const World world = program({0x4801, 0x4902, 0x6001, 0xE7FE, 0xED0C, 0xE000, 0x0004, 0x05FA});
    EXPECT_EQ(trace_of(world, {.lines = 7}, 6ms), R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
        2500.000  0x08000040  4801      ldr r0, [pc, #4]                 ; r0=e000ed0c
        2500.125  0x08000042  4902      ldr r1, [pc, #8]                 ; r1=05fa0004
        2500.250  0x08000044  6001      str r1, [r0]
        2520.375  -- reset, software
        2520.375  0x08000040  4801      ldr r0, [pc, #4]                 ; r0=e000ed0c
        2520.500  0x08000042  4902      ldr r1, [pc, #8]                 ; r1=05fa0004
        2520.625  0x08000044  6001      str r1, [r0]
# 510 instructions left out here
)");
}

TEST(Trace, knows_the_same_code_in_and_out_of_an_it_block) {
    // movs r0,#1; it ne; adds r0,#1 (addne); b back to the adds
    const World world = program({0x2001, 0xBF18, 0x3001, 0xE7FD});
    EXPECT_EQ(trace_of(world, {.lines = 7}), R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
        2500.000  0x08000040  2001      movs r0, #1                      ; r0=00000001
        2500.125  0x08000042  bf18      it ne
        2500.250  0x08000044  3001      addne r0, #1                     ; r0=00000002
        2500.375  0x08000046  e7fd      b #0x8000044
        2500.750  0x08000044  3001      adds r0, #1                      ; r0=00000003
        2500.875  0x08000046  e7fd      b #0x8000044
        2501.250  0x08000044  3001      adds r0, #1                      ; r0=00000004
# 1995 instructions left out here
)");
}

TEST(Trace, says_how_many_turns_of_a_polling_loop_it_left_out) {
    // ldr r0,=RCC; movs r1,#1; lsls r1,#16; RCC_CR |= HSEON; until HSERDY: ldr r2,[r0]; lsls r2,#14; bpl; b .
    const World world =
        program({0x4804, 0x2101, 0x0409, 0x6802, 0x4311, 0x6001, 0x6802, 0x0392, 0xD5FC, 0xE7FE, 0x1000, 0x4002});
    EXPECT_EQ(trace_of(world, {.lines = 20}), R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
        2500.000  0x08000040  4804      ldr r0, [pc, #0x10]              ; r0=40021000
        2500.250  0x08000042  2101      movs r1, #1                      ; r1=00000001
        2500.375  0x08000044  0409      lsls r1, r1, #0x10               ; r1=00010000
        2500.500  0x08000046  6802      ldr r2, [r0]                     ; r2=00005283
        2500.750  0x08000048  4311      orrs r1, r2                      ; r1=00015283
        2500.875  0x0800004a  6001      str r1, [r0]
        2501.000  0x0800004c  6802      ldr r2, [r0]                     ; r2=00015283
        2501.250  0x0800004e  0392      lsls r2, r2, #0xe                ; r2=54a0c000
        2501.375  0x08000050  d5fc      bpl #0x800004c
        2501.750  0x0800004c  6802      ldr r2, [r0]                     ; r2=00015283
        2502.000  0x0800004e  0392      lsls r2, r2, #0xe                ; r2=54a0c000
        2502.125  0x08000050  d5fc      bpl #0x800004c
        2502.500  0x0800004c  6802      ldr r2, [r0]                     ; r2=00015283
        2624.250  -- 486 instructions of a polling loop, the same again
        2624.250  0x0800004e  0392      lsls r2, r2, #0xe                ; r2=54a0c000
        2624.375  0x08000050  d5fc      bpl #0x800004c
        2624.750  0x0800004c  6802      ldr r2, [r0]                     ; r2=00015283
        2625.000  0x0800004e  0392      lsls r2, r2, #0xe                ; r2=54a0c000
        2625.125  0x08000050  d5fc      bpl #0x800004c
        2625.500  0x0800004c  6802      ldr r2, [r0]                     ; r2=00015283
# 1497 instructions left out here
)");
}

TEST(Trace, keeps_the_last_lines_instead_when_told) {
    const World world = program({0x2001, 0x2802, 0x2105, 0xE7FE});
    EXPECT_EQ(trace_of(world, {.lines = 2, .which = TraceEnd::last}), R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
# 1334 instructions left out here
        2999.500  0x08000046  e7fe      b #0x8000046
        2999.875  0x08000046  e7fe      b #0x8000046
)");
}

TEST(Trace, that_is_whole_leaves_nothing_out) {
    const World world = program({0x2001, 0xBF30});  // wfi
    const std::string whole = R"(# jig trace 1
# a test
#         us  pc          code      instruction                      ; registers written
        2500.000  0x08000040  2001      movs r0, #1                      ; r0=00000001
        2500.125  0x08000042  bf30      wfi
)";
    EXPECT_EQ(trace_of(world, {.lines = 100}), whole);
    EXPECT_EQ(trace_of(world, {.lines = 100, .which = TraceEnd::last}), whole);
}

TEST(Arrival, is_just_before_the_instruction_there_and_the_same_boot_can_end_there) {
    const World world = testing::demo_world(testing::golden_uid, testing::golden_uid);
    for (const std::uint32_t address : {0x08000132U, 0x080001A8U, 0x0800019AU, 0x08000276U}) {
        const auto arrival = arrival_at(address, world, {.duration = 50ms});
        ASSERT_TRUE(arrival && *arrival) << hex_address(address);
        EXPECT_EQ((*arrival)->registers[15], address);
        const auto boot = Boot::start(world, {.duration = (*arrival)->at, .wait_for_period = false});
        ASSERT_TRUE(boot);
        EXPECT_EQ((*boot)->finish().final_pc, address);
        for (unsigned number = 0; number < traced_registers; ++number)
            EXPECT_EQ((*boot)->chip().register_value(number), (*arrival)->registers[number]);
    }
}

TEST(Arrival, is_nothing_where_the_program_does_not_come) {
    const auto arrival = arrival_at(0x08000042, program({0xE7FE}), {.duration = 20ms});
    ASSERT_TRUE(arrival);
    EXPECT_FALSE(arrival->has_value());
}

}  // namespace
}  // namespace jig::inspect
