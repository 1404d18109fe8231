// SPDX-License-Identifier: Apache-2.0
// Half-words programmed straight over the debug port: a bad wire or a busy bus must not program one twice, because the
// second time is a PGERR (PM0075 section 2.3.3).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rig.hpp"

namespace jig::host {
namespace {

constexpr std::uint32_t FLASH_KEYR = 0x40022004;
constexpr std::uint32_t FLASH_SR = 0x4002200C;
constexpr std::uint32_t FLASH_CR = 0x40022010;
constexpr std::uint32_t PGERR = 1U << 2;
constexpr std::uint32_t LOCK = 1U << 7;
constexpr std::uint32_t PG = 1U << 0;
constexpr std::uint32_t last_page = 0x0803F800;
constexpr std::size_t half_words = 256;

std::uint16_t wanted(std::size_t index) { return static_cast<std::uint16_t>(0x1234 + 0x0101 * index); }

// A key that had to be sent again locks the controller until a reset; the next try begins with one.
bool unlock(dap::Target& target) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(target.core().reset_and_halt());
        EXPECT_TRUE(target.memory().write_word(FLASH_KEYR, 0x45670123));
        // The second key of a locked controller is a bus error.
        (void)target.memory().write_word(FLASH_KEYR, 0xCDEF89AB).has_value();
        const auto cr = target.memory().read_word(FLASH_CR);
        if (cr && (*cr & LOCK) == 0) return true;
    }
    return false;
}

TEST(HostFlash, no_half_word_is_programmed_twice_on_a_bad_wire_or_a_busy_bus) {
    for (const char* faults : {"contact = 1e-4", "wait = 0.985"}) {
        for (unsigned seed = 1; seed <= 3; ++seed) {
            SCOPED_TRACE(fmt::format("{}, seed {}", faults, seed));
            Rig rig({.more = fmt::format("faults = {{ seed = {}, {} }}", seed, faults)});
            const auto target = rig.connected();
            ASSERT_TRUE(target);
            ASSERT_TRUE(unlock(*target));
            ASSERT_TRUE(target->memory().write_word(FLASH_CR, PG));
            for (std::size_t i = 0; i < half_words; ++i) {
                const auto address = static_cast<std::uint32_t>(last_page + 2 * i);
                const auto written = target->memory().write_half(address, wanted(i));
                ASSERT_TRUE(written) << written.error().what;
            }
            EXPECT_EQ(target->memory().read_word(FLASH_SR).value() & PGERR, 0u);
            EXPECT_EQ(rig.chip().half_words_programmed(), half_words);
            for (std::size_t i = 0; i < half_words; ++i) {
                const auto address = static_cast<std::uint32_t>(last_page + 2 * i);
                EXPECT_EQ(rig.chip().debug_read(address, machine::Width::half).value & 0xFFFF, wanted(i));
            }
        }
    }
}

}  // namespace
}  // namespace jig::host
