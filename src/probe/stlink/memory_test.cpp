// SPDX-License-Identifier: Apache-2.0
// Memory through an ST-Link, as transactions on USB: splitting, status after every transfer, and trying again.
#include <gtest/gtest.h>

#include "probe/list.hpp"
#include "probe/stlink/block_size.hpp"
#include "probe/testing/scripted_ports.hpp"

namespace jig::probe::stlink {
namespace {

using testing::ScriptedPorts;
using std::chrono_literals::operator""ms;

constexpr const char* v2j37 = "f1 -> 294783044837\n f5 -> 0100\n";
constexpr const char* v2j17 = "f1 -> 244483044837\n f5 -> 0100\n";
constexpr const char* v2j14 = "f1 -> 238483044837\n f5 -> 0100\n";
constexpr const char* v3j9 = "f1 -> 300083044f37\n fb -> 030109030400000083044f37\n f5 -> 0100\n";

constexpr const char* done = "f23e -> 800000000000000000000000\n";
constexpr const char* ap_wait = "f23e -> 100000000000000000000000\n";
constexpr const char* ap_fault = "f23e -> 110000000000042000000000\n";  // stopped at 0x20040000
constexpr const char* ap_parity = "f23e -> 130000000000000000000000\n";
constexpr const char* sticky_error = "f245ffff0400 -> 80000000200000f0\n";
constexpr const char* write_data_error = "f245ffff0400 -> 80000000800000f0\n";
constexpr const char* clear_faults = "f246ffff00001e -> 8000\n";
constexpr const char* enter_again = "f230a3 -> 8000\n f24b00 -> 8000\n f246ffff00001e -> 8000\n";
constexpr const char* cpuid_of_an_m3 = "f23600ed00e0 -> 8000000031c21f41\n";
constexpr const char* cpuid_of_an_m0 = "f23600ed00e0 -> 8000000000c20c41\n";

std::string repeated(std::string_view hex, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += hex;
    return text;
}

// "f207", 0x08000000, 4 -> "f207000000080400": a memory command as it is sent.
std::string memory(std::string_view code, std::uint32_t address, std::uint16_t length) {
    Bytes bytes(6);
    store_le32(bytes, address);
    store_le16(MutableByteView(bytes).subspan(4), length);
    return std::string(code) + to_hex(bytes);
}
std::string reads(std::string_view code, std::uint32_t address, std::string_view hex) {
    return memory(code, address, static_cast<std::uint16_t>(hex.size() / 2)) + " -> " + std::string(hex) + "\n";
}
std::string writes(std::string_view code, std::uint32_t address, std::string_view hex) {
    return memory(code, address, static_cast<std::uint16_t>(hex.size() / 2)) + " <- " + std::string(hex) + "\n";
}

// One open probe and its script.
class Rig {
 public:
    Rig(const char* opening, std::initializer_list<std::string> lines, std::uint16_t product = 0x3748)
        : ports_(joined(opening, lines), product) {
        auto probe = open(ports_, "stlink");
        EXPECT_TRUE(probe) << probe.error().what;
        probe_ = std::move(probe).value();
    }
    [[nodiscard]] MemoryAccess& memory() const { return probe_->memory(); }
    [[nodiscard]] Duration waited() { return ports_.clock().now(); }

 private:
    static std::string joined(const char* opening, std::initializer_list<std::string> lines) {
        std::string script = opening;
        for (const std::string& line : lines) script += line;
        return script;
    }
    ScriptedPorts ports_;
    std::unique_ptr<Probe> probe_;
};

TEST(StlinkMemory, the_status_is_asked_after_every_transfer) {
    const Rig rig(v2j37, {reads("f207", 0x08000000, "0102030405060708"), done,  //
                          writes("f208", 0x20000000, "aabbccdd"), done,         //
                          reads("f247", 0x08000002, "1122"), done,              //
                          writes("f248", 0x08000002, "3344"), done,             //
                          writes("f20d", 0x20000001, "556677"), done});
    Bytes words(8);
    ASSERT_TRUE(rig.memory().read_words(0x08000000, words));
    EXPECT_EQ(to_hex(words), "0102030405060708");
    ASSERT_TRUE(rig.memory().write_words(0x20000000, from_hex("aabbccdd").value()));
    Bytes half(2);
    ASSERT_TRUE(rig.memory().read_halves(0x08000002, half));
    EXPECT_EQ(to_hex(half), "1122");
    ASSERT_TRUE(rig.memory().write_halves(0x08000002, from_hex("3344").value()));
    ASSERT_TRUE(rig.memory().write_bytes(0x20000001, from_hex("556677").value()));
}

TEST(StlinkMemory, firmware_before_J15_is_asked_for_its_status_the_old_way) {
    const Rig rig(v2j14, {reads("f207", 0x08000000, "01020304"), "f23b -> 8000\n"});
    Bytes word(4);
    ASSERT_TRUE(rig.memory().read_words(0x08000000, word));
}

TEST(StlinkMemory, one_byte_arrives_as_two) {
    const Rig rig(v2j37, {memory("f20c", 0x20000003, 1) + " -> 5aff\n", done});
    Bytes byte(1);
    ASSERT_TRUE(rig.memory().read_bytes(0x20000003, byte));
    EXPECT_EQ(byte[0], 0x5A);
}

TEST(StlinkMemory, a_transfer_ends_where_the_tar_of_this_core_ends) {
    struct Row {
        const char* cpuid;
        std::size_t first;
    };
    for (const Row& row : {Row{cpuid_of_an_m3, 4096}, Row{cpuid_of_an_m0, 1024}}) {
        const Rig rig(v2j37, {row.cpuid, reads("f207", 0x08000000, repeated("a5", row.first)), done,
                              reads("f207", static_cast<std::uint32_t>(0x08000000 + row.first), "01020304"), done});
        Bytes out(row.first + 4);
        ASSERT_TRUE(rig.memory().read_words(0x08000000, out));
        EXPECT_EQ(out.back(), 4);
    }
}

TEST(StlinkMemory, bytes_go_64_at_a_time_and_512_on_a_late_v3) {
    {
        const Rig rig(v2j37, {writes("f20d", 0x20000000, repeated("11", 64)), done,  //
                              writes("f20d", 0x20000040, "1111"), done});
        ASSERT_TRUE(rig.memory().write_bytes(0x20000000, Bytes(66, 0x11)));
    }
    {
        const Rig rig(v3j9, {writes("f20d", 0x20000000, repeated("11", 66)), done}, 0x374F);
        ASSERT_TRUE(rig.memory().write_bytes(0x20000000, Bytes(66, 0x11)));
    }
}

TEST(StlinkMemory, wait_is_answered_with_patience_and_the_same_transfer_smaller) {
    Rig rig(v2j37, {reads("f207", 0x20000000, "0000000000000000"), ap_wait,  //
                    reads("f207", 0x20000000, "00000000"), ap_wait,          //
                    reads("f207", 0x20000000, "01020304"), done,             //
                    reads("f207", 0x20000004, "05060708"), done});
    Bytes out(8);
    ASSERT_TRUE(rig.memory().read_words(0x20000000, out));
    EXPECT_EQ(to_hex(out), "0102030405060708");
    EXPECT_EQ(rig.waited(), 1ms + 2ms);
}

TEST(StlinkMemory, wait_without_end_is_an_error) {
    std::string script;
    for (int i = 0; i < 16; ++i) script += writes("f208", 0x20000000, "01020304") + ap_wait;
    const Rig rig(v2j37, {script});
    const Error error = rig.memory().write_words(0x20000000, Bytes{1, 2, 3, 4}).error();
    EXPECT_EQ(error.kind, ErrorKind::wait);
    EXPECT_EQ(error.what, "writing 4 bytes at 0x20000000: AP WAIT (status 0x10) after 16 tries");
}

TEST(StlinkMemory, a_fault_is_cleared_reported_with_its_address_and_not_tried_again) {
    const Rig rig(v2j37, {cpuid_of_an_m3, reads("f207", 0x2003FFFC, "00000000"), done,  //
                          reads("f207", 0x20040000, "00000000"), ap_fault, sticky_error, clear_faults});
    Bytes out(8);
    const Error error = rig.memory().read_words(0x2003FFFC, out).error();
    EXPECT_EQ(error.kind, ErrorKind::fault);
    EXPECT_EQ(error.what, "reading 4 bytes at 0x20040000: AP FAULT (status 0x11) at 0x20040000");
}

TEST(StlinkMemory, old_firmware_clears_a_fault_by_entering_debug_mode_again_and_believes_the_sixteenth) {
    const std::string refused = writes("f208", 0x20040000, "00000000") + ap_fault + "f230a3 -> 8000\n";
    const Rig rig(v2j17, {repeated(refused, 16)});
    const Error error = rig.memory().write_words(0x20040000, Bytes(4)).error();
    EXPECT_EQ(error.kind, ErrorKind::fault);
    EXPECT_EQ(error.what, "writing 4 bytes at 0x20040000: AP FAULT (status 0x11) at 0x20040000 after 16 tries");
}

TEST(StlinkMemory, a_fault_behind_a_wait_is_the_probes_and_tried_again) {
    const Rig rig(v2j37, {reads("f207", 0x20000000, "00000000"), ap_wait,                               //
                          reads("f207", 0x20000000, "00000000"), ap_fault, sticky_error, clear_faults,  //
                          reads("f207", 0x20000000, "01020304"), done});
    Bytes out(4);
    ASSERT_TRUE(rig.memory().read_words(0x20000000, out));
}

TEST(StlinkMemory, a_fault_that_only_says_a_bit_was_lost_is_tried_again) {
    const Rig rig(v2j37, {writes("f208", 0x20000000, "01020304"), ap_fault, write_data_error, clear_faults,
                          writes("f208", 0x20000000, "01020304"), done});
    ASSERT_TRUE(rig.memory().write_words(0x20000000, Bytes{1, 2, 3, 4}));
}

TEST(StlinkMemory, bits_lost_on_the_wire_are_fetched_again_after_a_line_reset) {
    const Rig rig(v2j37, {reads("f207", 0x20000000, "00000000"), ap_parity, enter_again,
                          reads("f207", 0x20000000, "01020304"), done});
    Bytes out(4);
    ASSERT_TRUE(rig.memory().read_words(0x20000000, out));
    EXPECT_EQ(to_hex(out), "01020304");
}

TEST(StlinkMemory, a_wire_that_stays_bad_is_an_error_that_says_what_to_check) {
    std::string script;
    for (int i = 0; i < 16; ++i) {
        script += reads("f207", 0x20000000, "00000000") + ap_parity + (i < 15 ? enter_again : "");
    }
    const Rig rig(v2j37, {script});
    Bytes out(4);
    const Error error = rig.memory().read_words(0x20000000, out).error();
    EXPECT_EQ(error.kind, ErrorKind::link);
    EXPECT_EQ(error.what,
              "reading 4 bytes at 0x20000000: AP parity error (status 0x13) after 16 tries; check the SWD "
              "wires, or use a slower clock");
}

TEST(StlinkMemory, a_chip_that_goes_silent_is_an_error) {
    const Rig rig(v2j37, {reads("f207", 0x20000000, "00000000"), ap_parity, repeated("f230a3 -> 0900\n", 8)});
    Bytes out(4);
    EXPECT_EQ(rig.memory().read_words(0x20000000, out).error().what,
              "reading 4 bytes at 0x20000000: the chip no longer answers on SWD: no DPIDR from the chip (status 0x09); "
              "check its power and the wires");
}

TEST(StlinkMemory, half_words_already_there_are_not_programmed_twice) {
    const Rig rig(v2j37, {writes("f248", 0x08000000, "111122223333"), ap_wait,  //
                          reads("f247", 0x08000000, "11112222"), done,          // blocks are now as small as this
                          reads("f247", 0x08000004, "ffff"), done,              //
                          writes("f248", 0x08000004, "3333"), done});
    ASSERT_TRUE(rig.memory().write_halves(0x08000000, from_hex("111122223333").value()));
}

TEST(StlinkMemory, old_firmware_reads_half_words_from_words_and_refuses_to_write_them) {
    const Rig rig(v2j17, {reads("f207", 0x1FFFF7E0, "0001ffff"), done});
    Bytes half(2);
    ASSERT_TRUE(rig.memory().read_halves(0x1FFFF7E2, half));
    EXPECT_EQ(to_hex(half), "ffff");
    const Error error = rig.memory().write_halves(0x08000000, Bytes(2)).error();
    EXPECT_EQ(error.kind, ErrorKind::unsupported);
    EXPECT_EQ(error.what,
              "writing half-words needs ST-Link firmware V2J26 or later and this one has V2J17S4; update it "
              "with ST's STLinkUpgrade");
}

TEST(StlinkMemory, debug_registers_have_their_own_commands_and_the_same_patience) {
    const Rig rig(v2j37, {"f236f0ed00e0 -> 1000000000000000\n", "f236f0ed00e0 -> 8000000003000300\n",
                          "f235f0ed00e003005fa0 -> 8000\n"});
    EXPECT_EQ(rig.memory().read_debug_register(0xE000EDF0).value(), 0x00030003u);
    ASSERT_TRUE(rig.memory().write_debug_register(0xE000EDF0, 0xA05F0003));
}

TEST(StlinkMemory, an_unknown_command_is_said_to_be_refused) {
    const Rig rig(v2j37, {"f236f0ed00e0 -> 4200000000000000\n"});
    const Error error = rig.memory().read_debug_register(0xE000EDF0).error();
    EXPECT_EQ(error.kind, ErrorKind::unsupported);
    EXPECT_EQ(error.what, "reading 4 bytes at 0xe000edf0: unknown command (status 0x42)");
}

TEST(BlockSize, halves_on_failure_and_doubles_after_four_successes) {
    BlockSize size(6144);
    size.failed(4096);
    EXPECT_EQ(size.limit(), 2048u);
    for (int i = 0; i < 12; ++i) size.failed(size.limit());
    EXPECT_EQ(size.limit(), 4u);
    for (int i = 0; i < 3; ++i) size.succeeded();
    EXPECT_EQ(size.limit(), 4u);
    size.succeeded();
    EXPECT_EQ(size.limit(), 8u);
    for (int i = 0; i < 400; ++i) size.succeeded();
    EXPECT_EQ(size.limit(), 6144u);
}

}  // namespace
}  // namespace jig::probe::stlink
