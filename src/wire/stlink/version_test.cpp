// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/version.hpp"

#include <gtest/gtest.h>

namespace jig::wire::stlink {
namespace {

// The answer of get_version() as `hex`.
Version from(const char* hex) { return parse_version(from_hex(hex).value()).value(); }

Version v2(unsigned debug) {
    Version version;
    version.hardware = 2;
    version.debug = debug;
    return version;
}

Version v3(unsigned debug) {
    Version version = v2(debug);
    version.hardware = 3;
    return version;
}

TEST(StlinkVersion, the_packed_numbers_are_read_by_kind_of_probe) {
    struct Row {
        const char* hex;  // big-endian V:4 J:6 S:6, then vendor and product, little-endian
        const char* name;
    };
    for (const Row& row : {
             Row{"294783044837", "V2J37S7"},
             Row{"244483044837", "V2J17S4"},
             Row{"271283044b37", "V2J28M18"},  // V2-1: debug and mass storage
             Row{"258783044b37", "V2M22S7"},   // V2-1 of an STM8 board: mass storage and SWIM
             Row{"264c83045237", "V2M25S12"},
             Row{"101083044437", "V1J0S16"},
         }) {
        EXPECT_EQ(to_string(from(row.hex)), row.name);
    }
}

TEST(StlinkVersion, a_v3_tells_its_numbers_only_when_asked_again) {
    EXPECT_TRUE(from("300083044f37").needs_extended());
    EXPECT_FALSE(from("294783044837").needs_extended());
    const Version version = parse_version_extended(from_hex("030109030400000083044f37").value()).value();
    EXPECT_EQ(to_string(version), "V3J9M3B4S1");
    EXPECT_EQ(version.product, 0x374F);
}

TEST(StlinkVersion, a_short_answer_is_an_error) {
    EXPECT_EQ(parse_version(Bytes(5)).error().what, "the ST-Link told its version in 5 bytes instead of 6");
    EXPECT_EQ(parse_version_extended(Bytes(11)).error().what, "the ST-Link told its version in 11 bytes instead of 12");
}

TEST(StlinkVersion, each_feature_begins_where_its_row_says) {
    struct Row {
        Feature feature;
        int v2;  // first J; -1: never
        int v3;
    };
    for (const Row& row : {
             Row{Feature::target_voltage, 13, 0},
             Row{Feature::long_status, 15, 0},
             Row{Feature::swd_divisor, 22, -1},
             Row{Feature::frequency_list, -1, 0},
             Row{Feature::dap_registers, 24, 0},
             Row{Feature::half_words, 26, 0},
             Row{Feature::open_ap, 28, 0},
             Row{Feature::long_bytes, -1, 6},
         }) {
        for (int j = 0; j < 64; ++j) {
            const auto debug = static_cast<unsigned>(j);
            EXPECT_EQ(has(v2(debug), row.feature), row.v2 >= 0 && j >= row.v2) << j;
            EXPECT_EQ(has(v3(debug), row.feature), row.v3 >= 0 && j >= row.v3) << j;
        }
    }
    EXPECT_EQ(oldest_with(v2(17), Feature::half_words), "V2J26");
    EXPECT_EQ(oldest_with(v3(1), Feature::long_bytes), "V3J6");
}

TEST(StlinkVersion, a_v3pwr_has_all_that_a_late_v3_has) {
    Version version = v3(1);
    version.hardware = 4;
    EXPECT_TRUE(has(version, Feature::long_bytes));
    EXPECT_FALSE(has(version, Feature::swd_divisor));
}

}  // namespace
}  // namespace jig::wire::stlink
