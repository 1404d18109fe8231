// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/firmware_version.hpp"

#include <gtest/gtest.h>

namespace jig::bench {
namespace {

StlinkVersion version(std::string_view text) { return StlinkVersion::parse(text).value(); }

TEST(StlinkVersion, is_read_from_the_bench_file) {
    for (const char* good : {"V2J17", "V2J24", "V2J37", "V3J9"}) EXPECT_EQ(version(good).text(), good);
    for (const char* bad : {"", "V2", "V2J", "V1J13", "V4J1", "V2J37S7", "J37", "V2J64", "V2J-1"}) {
        const auto refused = StlinkVersion::parse(bad);
        ASSERT_FALSE(refused) << bad;
        EXPECT_EQ(refused.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(refused.error().what,
                  std::string("'") + bad + "' is no ST-Link firmware the bench has; write V2J17, V2J24, V2J37 or V3J9");
    }
}

TEST(StlinkVersion, a_v2_packs_its_versions_and_a_v3_waits_to_be_asked) {
    const std::array<std::uint8_t, 6> v2{0x29, 0x47, 0x83, 0x04, 0x48, 0x37};  // 2 << 12 | 37 << 6 | 7
    EXPECT_EQ(version("V2J37").version_reply(), v2);
    const std::array<std::uint8_t, 6> v3{0x30, 0x00, 0x83, 0x04, 0x4F, 0x37};
    EXPECT_EQ(version("V3J9").version_reply(), v3);
    EXPECT_EQ(version("V3J9").version_ex_reply()[2], 9);
}

struct Row {
    const char* firmware;
    StlinkFeature feature;
    bool has;
};

TEST(StlinkVersion, learns_its_commands_one_version_after_another) {
    using F = StlinkFeature;
    const Row rows[] = {
        {"V2J12", F::voltage_and_trace, false},
        {"V2J13", F::voltage_and_trace, true},
        {"V2J14", F::last_rw_status2, false},
        {"V2J15", F::last_rw_status2, true},
        {"V2J21", F::swd_frequency, false},
        {"V2J22", F::swd_frequency, true},
        {"V2J23", F::dap_registers, false},
        {"V2J24", F::dap_registers, true},
        {"V2J23", F::jtag_frequency, false},
        {"V2J24", F::jtag_frequency, true},
        {"V2J25", F::memory_16, false},
        {"V2J26", F::memory_16, true},
        {"V2J25", F::write_without_increment, false},
        {"V2J26", F::write_without_increment, true},
        {"V2J27", F::access_ports, false},
        {"V2J28", F::access_ports, true},
        {"V2J28", F::correct_close_ap, false},
        {"V2J29", F::correct_close_ap, true},
        {"V2J31", F::banked_dp, false},
        {"V2J32", F::banked_dp, true},
        {"V2J31", F::ap_and_csw, false},
        {"V2J32", F::ap_and_csw, true},
        {"V2J31", F::read_without_increment, false},
        {"V2J32", F::read_without_increment, true},
        {"V2J31", F::misc_batch, false},
        {"V2J32", F::misc_batch, true},
        {"V2J35", F::board_identifiers, false},
        {"V2J36", F::board_identifiers, true},
        {"V2J37", F::bytes_512, false},
        {"V2J37", F::com_frequency, false},
        {"V3J1", F::banked_dp, false},
        {"V3J2", F::banked_dp, true},
        {"V3J5", F::bytes_512, false},
        {"V3J6", F::bytes_512, true},
        {"V3J1", F::swd_frequency, false},
        {"V3J1", F::com_frequency, true},
        {"V3J1", F::access_ports, true},
        {"V3J1", F::memory_16, true},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(version(row.firmware).has(row.feature), row.has)
            << row.firmware << " " << static_cast<int>(row.feature);
    }
}

}  // namespace
}  // namespace jig::bench
