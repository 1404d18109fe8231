// SPDX-License-Identifier: Apache-2.0
#include "base/range.hpp"

#include <gtest/gtest.h>

namespace jig {
namespace {

TEST(Range, both_forms_name_the_same_bytes) {
    const AddressRange record{0x08007000, 12};
    EXPECT_EQ(parse_range("0x08007000:12").value(), record);
    EXPECT_EQ(parse_range("0x08007000-0x0800700b").value(), record);
    EXPECT_EQ(to_string(record), "0x08007000-0x0800700b");
}

TEST(Range, the_last_byte_of_the_address_space_can_be_named) {
    EXPECT_EQ(parse_range("0xFFFFFFFF:1").value().end(), std::uint64_t{1} << 32);
    EXPECT_EQ(parse_range("0xFFFFFFFF:2").error().what, "range '0xFFFFFFFF:2' runs past the end of the address space");
}

TEST(Range, nonsense_is_refused) {
    struct Row {
        const char* text;
        const char* what;
    };
    for (const Row& row : {Row{"0x08007000", "'0x08007000' is not a range; write START:LENGTH or START-END"},
                           Row{"16:0", "range '16:0' is empty"}, Row{"16-15", "range '16-15' is empty"},
                           Row{"x:1", "'x' is not a number; write 4096 or 0x1000"}}) {
        EXPECT_EQ(parse_range(row.text).error().what, row.what);
        EXPECT_EQ(parse_range(row.text).error().kind, ErrorKind::usage);
    }
}

}  // namespace
}  // namespace jig
