// SPDX-License-Identifier: Apache-2.0
#include "flash/fpec.hpp"

#include <gtest/gtest.h>

#include "chip/registers.hpp"
#include "flash/testing/chip_target.hpp"

namespace jig::flash {
namespace {

namespace FLASH = chip::FLASH;
using machine::testing::ChipOnDesk;

struct FpecOnChip : ::testing::Test {
    FpecOnChip() : target(desk.chip) {
        std::ranges::fill(desk.memory.flash, 0x11);
        desk.start();
    }
    ChipOnDesk desk;
    flash::testing::ChipTarget target;
    Fpec fpec{target, fpec_bank1};
};

TEST_F(FpecOnChip, erases_one_page_and_no_other) {
    ASSERT_TRUE(fpec.unlock());
    ASSERT_TRUE(fpec.erase_page(0x08000800));
    EXPECT_EQ(desk.memory.flash[0x7FF], 0x11);
    EXPECT_EQ(desk.memory.flash[0x800], 0xFF);
    EXPECT_EQ(desk.memory.flash[0xFFF], 0xFF);
    EXPECT_EQ(desk.memory.flash[0x1000], 0x11);
}

TEST_F(FpecOnChip, erases_the_whole_bank_in_the_time_of_one_page) {
    ASSERT_TRUE(fpec.unlock());
    const Duration before = target.clock().now();
    ASSERT_TRUE(fpec.erase_bank());
    EXPECT_TRUE(std::ranges::all_of(desk.memory.flash, [](std::uint8_t byte) { return byte == 0xFF; }));
    EXPECT_LT(target.clock().now() - before, std::chrono::milliseconds(60));
}

TEST_F(FpecOnChip, does_not_erase_while_locked) {
    ASSERT_TRUE(fpec.unlock());
    ASSERT_TRUE(fpec.lock());
    (void)fpec.erase_page(0x08000800);
    EXPECT_EQ(desk.memory.flash[0x800], 0x11);
}

TEST_F(FpecOnChip, stays_locked_after_a_wrong_key_until_the_next_reset) {
    (void)target.memory().write_word(FLASH::KEYR, 0x12345678);
    const Result<void> unlocked = fpec.unlock();
    ASSERT_FALSE(unlocked);
    EXPECT_EQ(unlocked.error().what, "writing FLASH_KEYR: the chip refuses the access at 0x40022004");
}

TEST(Fpec, says_that_a_page_is_write_protected) {
    ChipOnDesk desk;
    std::ranges::fill(desk.memory.flash, 0x11);
    desk.memory.option_bytes[8] = 0xFE;  // WRP0 bit 0: pages 0 and 1
    desk.memory.option_bytes[9] = 0x01;
    desk.start();
    flash::testing::ChipTarget target(desk.chip);
    Fpec fpec(target, fpec_bank1);
    ASSERT_TRUE(fpec.unlock());
    const Result<void> erased = fpec.erase_page(0x08000800);
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().kind, ErrorKind::protection);
    EXPECT_EQ(erased.error().what,
              "erasing the page at 0x08000800: the flash controller answered WRPRTERR (FLASH_SR = 0x00000010)");
    EXPECT_EQ(desk.memory.flash[0x800], 0x11);
}

TEST(Fpec, names_its_errors) {
    EXPECT_EQ(fpec_error_names(FLASH::SR_PGERR), "PGERR");
    EXPECT_EQ(fpec_error_names(FLASH::SR_WRPRTERR | FLASH::SR_EOP), "WRPRTERR");
    EXPECT_EQ(fpec_error_names(FLASH::SR_PGERR | FLASH::SR_WRPRTERR), "PGERR and WRPRTERR");
    EXPECT_EQ(fpec_error_names(FLASH::SR_EOP), "no error bit");
}

}  // namespace
}  // namespace jig::flash
