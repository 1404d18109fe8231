// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/dap_identity.hpp"

#include <gtest/gtest.h>

namespace jig::bench {
namespace {

TEST(DapIdentity, v2_is_a_vendor_interface_with_bulk_endpoints) {
    const DapIdentity identity(DapVersion::v2, "golden");
    EXPECT_EQ(to_hex(identity.device_descriptor()),
              "1201100200000040"
              "8a2e"
              "0c00"
              "3102"
              "01020301");
    EXPECT_EQ(to_hex(identity.configuration_descriptor()),
              "0902200001010080320904000002ff00000507050402400000"
              "07058502400000");
    EXPECT_TRUE(identity.report_descriptor().empty());
}

TEST(DapIdentity, v1_is_a_hid_with_reports_of_64_bytes_each_way) {
    const DapIdentity identity(DapVersion::v1, "golden");
    EXPECT_EQ(to_hex(identity.device_descriptor()).substr(0, 8), "12011001");
    EXPECT_EQ(to_hex(identity.configuration_descriptor()),
              "090229000101008032"
              "090400000203000004"
              "092111010001221d00"
              "07050403400001"
              "07058503400001");
    const Bytes report = identity.report_descriptor();
    EXPECT_EQ(report.size(), 29u);
    EXPECT_EQ(to_hex(report),
              "0600ff0901a101150026ff00750895400901810295400901910295"
              "01c0");
}

TEST(DapIdentity, strings_name_the_protocol_and_the_board) {
    const DapIdentity identity(DapVersion::v2, "golden");
    EXPECT_EQ(identity.serial(), "676F6C64656E000000000000");
    EXPECT_EQ(to_hex(identity.string_descriptor(0)), "04030904");
    struct Row {
        std::uint8_t index;
        std::string text;
    };
    const Row rows[] = {{1, "Raspberry Pi"},
                        {2, "Debug Probe (CMSIS-DAP)"},
                        {3, "676F6C64656E000000000000"},
                        {4, "CMSIS-DAP v1 Interface"},
                        {5, "CMSIS-DAP v2 Interface"}};
    for (const Row& row : rows) EXPECT_EQ(identity.string_descriptor(row.index), usb::string_descriptor(row.text));
    EXPECT_TRUE(identity.string_descriptor(6).empty());
}

}  // namespace
}  // namespace jig::bench
