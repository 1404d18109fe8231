// SPDX-License-Identifier: Apache-2.0
#include "dap/probe_memory.hpp"

#include <gtest/gtest.h>

#include "dap/testing/scripted_probe.hpp"

namespace jig::dap {
namespace {

using testing::ScriptedProbe;

TEST(ProbeMemory, reads_go_in_words_with_bytes_at_the_ends) {
    struct Row {
        std::uint32_t address;
        std::size_t length;
        const char* script;
        const char* hex;
    };
    for (const Row& row : {
             Row{0x20000000, 0, "", ""},
             Row{0x20000000, 8, "words 20000000 8 -> 0011223344556677", "0011223344556677"},
             Row{0x20000001, 2, "bytes 20000001 2 -> 1122", "1122"},
             Row{0x20000003, 6, "bytes 20000003 1 -> 33\n words 20000004 4 -> 44556677\n bytes 20000008 1 -> 88",
                 "334455667788"},
             Row{0x20000000, 3, "bytes 20000000 3 -> 001122", "001122"},
             Row{0xFFFFFFFC, 4, "words fffffffc 4 -> aabbccdd", "aabbccdd"},
         }) {
        VirtualClock clock;
        ScriptedProbe probe(row.script, clock);
        ProbeMemory memory(probe.memory());
        Bytes out(row.length);
        ASSERT_TRUE(memory.read(row.address, out));
        EXPECT_EQ(to_hex(out), row.hex);
    }
}

TEST(ProbeMemory, writes_are_split_the_same_way) {
    VirtualClock clock;
    ScriptedProbe probe("put bytes 20000003 33\n put words 20000004 44556677\n put bytes 20000008 88", clock);
    ASSERT_TRUE(ProbeMemory(probe.memory()).write(0x20000003, from_hex("334455667788").value()));
}

TEST(ProbeMemory, a_word_and_a_half_word_are_one_access_each) {
    VirtualClock clock;
    ScriptedProbe probe(R"(
        read e0042000 -> 10036414
        write 40022004 45670123
        halves 1ffff7e0 2 -> 0001
        put halves 1ffff800 a55a)",
                        clock);
    ProbeMemory memory(probe.memory());
    EXPECT_EQ(memory.read_word(0xE0042000).value(), 0x10036414u);
    ASSERT_TRUE(memory.write_word(0x40022004, 0x45670123));
    EXPECT_EQ(memory.read_half(0x1FFFF7E0).value(), 256);
    ASSERT_TRUE(memory.write_half(0x1FFFF800, 0x5AA5));
}

TEST(ProbeMemory, an_error_stops_the_rest) {
    VirtualClock clock;
    ScriptedProbe probe("bytes 20000003 1 -> 33\n words 20000004 4 ! fault", clock);
    Bytes out(6);
    EXPECT_EQ(ProbeMemory(probe.memory()).read(0x20000003, out).error().kind, ErrorKind::fault);
}

}  // namespace
}  // namespace jig::dap
