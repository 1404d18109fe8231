// SPDX-License-Identifier: Apache-2.0
#include "flash/option_bytes.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "flash/testing/chip_target.hpp"

namespace jig::flash {
namespace {

chip::RawOptionBytes raw(const char* hex) {
    const Bytes bytes = from_hex(hex).value();
    chip::RawOptionBytes out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

constexpr const char* factory_options = "a55aff00ff00ff00ff00ff00ff00ff00";
constexpr const char* erased_options = "ffffffffffffffffffffffffffffffff";

struct Row {
    const char* name;
    const char* current;
    const char* wanted;
    bool erase;
    std::vector<OptionWrite> writes;
};

const std::vector<OptionWrite> all_factory = {{0x1FFFF800, 0x5AA5}, {0x1FFFF802, 0x00FF}, {0x1FFFF804, 0x00FF},
                                              {0x1FFFF806, 0x00FF}, {0x1FFFF808, 0x00FF}, {0x1FFFF80A, 0x00FF},
                                              {0x1FFFF80C, 0x00FF}, {0x1FFFF80E, 0x00FF}};

class OptionPlans : public ::testing::TestWithParam<Row> {};

TEST_P(OptionPlans, touch_only_what_differs_and_bring_rdp_back_first) {
    const OptionPlan plan = plan_option_bytes(raw(GetParam().current), raw(GetParam().wanted));
    EXPECT_EQ(plan.erase, GetParam().erase);
    EXPECT_EQ(plan.writes, GetParam().writes);
}

INSTANTIATE_TEST_SUITE_P(Flash, OptionPlans,
                         ::testing::Values(Row{"nothing_when_alike", factory_options, factory_options, false, {}},
                                           Row{"everything_after_an_erase_that_was_cut_short", erased_options,
                                               factory_options, false, all_factory},
                                           Row{"only_what_is_missing_without_another_erase",
                                               "a55affffff00ff00ff00ff00ff00ff00",
                                               factory_options,
                                               false,
                                               {{0x1FFFF802, 0x00FF}}},
                                           Row{"a_changed_byte_erases_all",
                                               "a55aff0012ed"
                                               "ff00ff00ff00ff00ff00",
                                               factory_options, true, all_factory},
                                           Row{"a_broken_complement_is_written_right",
                                               erased_options,
                                               "a55aff00"
                                               "12ff"
                                               "ffffffffffffffffffff",
                                               false,
                                               {{0x1FFFF800, 0x5AA5}, {0x1FFFF802, 0x00FF}, {0x1FFFF804, 0xED12}}},
                                           Row{"protection_comes_last",
                                               erased_options,
                                               "00ffff00ffffffffffffffffffffffff",
                                               false,
                                               {{0x1FFFF802, 0x00FF}, {0x1FFFF800, 0xFF00}}}),
                         [](const ::testing::TestParamInfo<Row>& row) { return std::string(row.param.name); });

TEST(OptionBytes, keep_erased_half_words_and_mend_complements) {
    EXPECT_EQ(plan_option_bytes(raw(erased_options), raw("a5ffffff00ff12ed1234ffffffffff00")).result,
              raw("a55affff00ff12ed12edffffffffff00"));
}

// A half-word that was read wrong when the plan was made must not pass as written.
TEST(OptionBytes, all_sixteen_bytes_are_read_back) {
    machine::testing::ChipOnDesk desk;
    desk.memory.option_bytes[4] = 0x12;
    desk.memory.option_bytes[5] = 0xED;
    desk.start();
    testing::ChipTarget target(desk.chip);
    ASSERT_TRUE(target.core().reset_and_halt());
    const OptionPlan plan =
        plan_option_bytes(raw("a55affffff00ff00ff00ff00ff00ff00"), raw("a55aff00ff00ff00ff00ff00ff00ff00"));
    desk.memory.option_bytes[2] = desk.memory.option_bytes[3] = 0xFF;
    const Result<void> written = write_option_bytes(target, plan);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::mismatch);
    EXPECT_EQ(written.error().what,
              "the option half-word at 0x1ffff804 reads 0xed12 where 0x00ff is wanted; run the same command again "
              "before the board loses power");
}

}  // namespace
}  // namespace jig::flash
