// SPDX-License-Identifier: Apache-2.0
#include "chip/registers.hpp"

#include <gtest/gtest.h>

namespace jig::chip {
namespace {

TEST(Registers, addresses_are_those_of_the_manuals_register_maps) {
    struct Row {
        const char* name;
        std::uint32_t address;
        std::uint32_t printed;
    };
    for (const Row& row : {
             Row{"FLASH_KEYR", FLASH::KEYR, 0x40022004},
             Row{"FLASH_OPTKEYR", FLASH::OPTKEYR, 0x40022008},
             Row{"FLASH_SR", FLASH::SR, 0x4002200C},
             Row{"FLASH_CR", FLASH::CR, 0x40022010},
             Row{"FLASH_AR", FLASH::AR, 0x40022014},
             Row{"FLASH_OBR", FLASH::OBR, 0x4002201C},
             Row{"FLASH_WRPR", FLASH::WRPR, 0x40022020},
             Row{"RCC_APB2ENR", RCC::APB2ENR, 0x40021018},
             Row{"RCC_APB1ENR", RCC::APB1ENR, 0x4002101C},
             Row{"RCC_BDCR", RCC::BDCR, 0x40021020},
             Row{"PWR_CR", PWR::CR, 0x40007000},
             Row{"GPIOA_IDR", GPIO::port('A') + GPIO::IDR, 0x40010808},
             Row{"GPIOG_IDR", GPIO::port('G') + GPIO::IDR, 0x40012008},
         }) {
        EXPECT_EQ(row.address, row.printed) << row.name;
    }
}

}  // namespace
}  // namespace jig::chip
