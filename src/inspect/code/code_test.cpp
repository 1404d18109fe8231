// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "inspect/code/disassembly.hpp"
#include "inspect/code/references.hpp"
#include "inspect/testing/flash_text.hpp"

namespace jig::inspect {
namespace {

// What the GNU assembler makes of every way to build an address that is followed; the comments are its source.
TestFlash assembled() {
    TestFlash flash(128);
    flash.half_words(0x08000000, {0xb510,            // push {r4, lr}
                                  0x4810,            // ldr r0, =0x08007000
                                  0x6841,            // ldr r1, [r0, #4]
                                  0x7a42,            // ldrb r2, [r0, #9]
                                  0xf24f, 0x73e8,    // movw r3, #0xf7e8
                                  0xf6c1, 0x73ff,    // movt r3, #0x1fff
                                  0x689c,            // ldr r4, [r3, #8]
                                  0xe9d3, 0x1200,    // ldrd r1, r2, [r3]
                                  0xf06f, 0x0000,    // mvn r0, #0
                                  0xf8df, 0x502c,    // ldr.w r5, =0xE0000817
                                  0x43ed,            // mvns r5, r5
                                  0x682e,            // ldr r6, [r5]
                                  0xf04f, 0x5000,    // mov r0, #0x20000000
                                  0x6101,            // str r1, [r0, #0x10]
                                  0x2740,            // movs r7, #0x40
                                  0x063f,            // lsls r7, r7, #24
                                  0x3710,            // adds r7, #0x10
                                  0x8879,            // ldrh r1, [r7, #2]
                                  0xf7ff, 0xffe6,    // bl _start
                                  0x6802,            // ldr r2, [r0]
                                  0xf855, 0x1c04,    // ldr.w r1, [r5, #-4]
                                  0xf505, 0x5480,    // add r4, r5, #0x1000
                                  0xe893, 0x0006,    // ldm r3, {r1, r2}
                                  0xbd10,            // pop {r4, pc}
                                  0x7000, 0x0800,    // .word 0x08007000
                                  0x0817, 0xe000});  // .word 0xe0000817
    return flash;
}

TEST(References, every_way_to_build_an_address_is_followed) {
    using enum Access;
    using enum ReferenceKind;
    const TestFlash flash = assembled();
    const ReferenceMap map = ReferenceMap::of(flash.view());
    for (const Reference& wanted :
         {Reference{0x08007000, 0x08000002, address, literal}, Reference{0x08007004, 0x08000004, read, computed, 4},
          Reference{0x08007009, 0x08000006, read, computed, 1}, Reference{0x1FFFF7E8, 0x0800000C, address, immediate},
          Reference{0x1FFFF7F0, 0x08000010, read, computed, 4}, Reference{0x1FFFF7E8, 0x08000012, read, computed, 8},
          Reference{0x1FFFF7E8, 0x0800001E, address, computed}, Reference{0x1FFFF7E8, 0x08000020, read, computed, 4},
          Reference{0x20000010, 0x08000026, write, computed, 4}, Reference{0x40000010, 0x0800002C, address, computed},
          Reference{0x40000012, 0x0800002E, read, computed, 2}, Reference{0x1FFFF7E4, 0x08000036, read, computed, 4},
          Reference{0x200007E8, 0x0800003A, address, computed}}) {
        EXPECT_NE(std::ranges::find(map.all(), wanted), map.all().end())
            << hex_address(wanted.from) << " -> " << hex_address(wanted.to);
    }
}

TEST(References, what_a_call_may_have_changed_is_not_known_behind_it) {
    const TestFlash flash = assembled();
    const ReferenceMap map = ReferenceMap::of(flash.view());
    for (const Reference& one : map.all()) {
        EXPECT_NE(one.from, 0x08000034u) << "r0 after bl";
        EXPECT_NE(one.from, 0x0800003Eu) << "r3 after bl";
        EXPECT_LT(one.from, 0x08000042u) << "literals are neither code nor unclaimed words";
    }
}

TEST(References, a_range_finds_what_points_into_it) {
    const TestFlash flash = assembled();
    const ReferenceMap map = ReferenceMap::of(flash.view());
    EXPECT_EQ(map.to({0x08007000, 12}).size(), 3u);
    EXPECT_EQ(map.to({0x08007001, 3}).size(), 0u);
    EXPECT_EQ(map.to({0xFFFFFFF0, 16}).size(), 1u) << "mvn r0, #0";
    EXPECT_EQ(map.to({0x08007000, 0}).size(), 0u);
}

TEST(References, a_word_that_no_instruction_loads_is_called_a_word) {
    TestFlash flash(64);
    flash.words(0x08000010, {0x08007000, 0x20001000});
    const ReferenceMap map = ReferenceMap::of(flash.view());
    const auto found = map.to({0x08007000, 4});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0], (Reference{0x08007000, 0x08000010, Access::address, ReferenceKind::word, 0}));
}

TEST(References, nothing_is_followed_past_the_end_of_a_function) {
    TestFlash flash(64);
    flash.half_words(0x08000000, {0x4801, 0x4770, 0x6841, 0xbf00, 0x7000, 0x0800});  // ldr r0; bx lr; ldr r1, [r0, #4]
    const ReferenceMap map = ReferenceMap::of(flash.view());
    EXPECT_TRUE(map.to({0x08007004, 4}).empty());
}

TEST(References, any_bytes_of_any_length_are_read_without_harm) {
    for (const std::size_t size : {0u, 1u, 2u, 3u, 5u, 4096u}) {
        const TestFlash flash = TestFlash(size).random(0x08000000, size, size);
        const ReferenceMap map = ReferenceMap::of(flash.view());
        for (const Reference& one : map.all()) EXPECT_LT(one.from - 0x08000000, size);
        const Bytes zeros(size, 0);
        EXPECT_TRUE(ReferenceMap::of({0x08000000, zeros}).all().empty());
    }
}

TEST(Disassembly, instructions_are_printed_with_their_addresses) {
    const TestFlash flash = assembled();
    const auto reader = InstructionReader::open();
    ASSERT_TRUE(reader.has_value());
    const auto lines = disassembly(*reader, flash.view(), {0x08000000, 8});
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(lines[0].text, "push {r4, lr}");
    EXPECT_EQ(lines[1].address, 0x08000002u);
    EXPECT_EQ(lines[1].text, "ldr r0, [pc, #0x40]");
    EXPECT_EQ(lines[3].bytes, (Bytes{0x42, 0x7a}));
}

TEST(Disassembly, what_is_no_instruction_is_shown_as_data) {
    const Bytes bytes{0xFF, 0xFF, 0xFF, 0xFF, 0x70};
    const auto reader = InstructionReader::open();
    ASSERT_TRUE(reader.has_value());
    const auto lines = disassembly(*reader, {0x08000000, bytes}, {0x08000000, 100});
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[1].text, ".short 0xffff");
    EXPECT_TRUE(disassembly(*reader, {0x08000000, bytes}, {0x09000000, 100}).empty());
}

}  // namespace
}  // namespace jig::inspect
