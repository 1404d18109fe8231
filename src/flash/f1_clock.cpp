// SPDX-License-Identifier: Apache-2.0
#include "flash/f1_clock.hpp"

#include "base/clock.hpp"
#include "chip/registers.hpp"

namespace jig::flash {
namespace {

namespace FLASH = chip::FLASH;
namespace RCC = chip::RCC;

using namespace std::chrono_literals;

// RM0008 7.3.1 and 7.3.2.
// 64 MHz, the most the HSI gives; PCLK1 must stay below 36 MHz, and flash needs two wait states above 48 MHz.
constexpr std::uint32_t clocks_at_64_mhz = RCC::CFGR_PLLMUL16 | RCC::CFGR_PPRE1_half;

// DS5792 table 28: a PLL locks in 200 us at most.
constexpr Duration lock_allowed = 5ms;

Result<bool> pll_locks(dap::Target& target) {
    const Deadline deadline(target.clock(), lock_allowed);
    for (;;) {
        TRY_ASSIGN(const std::uint32_t cr, target.memory().read_word(RCC::CR));
        if ((cr & RCC::CR_PLLRDY) != 0) return true;
        if (deadline.passed()) return false;
    }
}

}  // namespace

Result<void> F1Clock::raise() {
    dap::TargetMemory& memory = target_->memory();
    raised_ = true;
    TRY(memory.write_word(FLASH::ACR, FLASH::ACR_two_wait_states));
    TRY(memory.write_word(RCC::CFGR, clocks_at_64_mhz));
    TRY_ASSIGN(const std::uint32_t cr, memory.read_word(RCC::CR));
    TRY(memory.write_word(RCC::CR, cr | RCC::CR_PLLON));
    TRY_ASSIGN(const bool locked, pll_locks(*target_));
    if (!locked) return put_back();
    return memory.write_word(RCC::CFGR, clocks_at_64_mhz | RCC::CFGR_SW_PLL);
}

Result<void> F1Clock::put_back() {
    if (!raised_) return {};
    raised_ = false;
    dap::TargetMemory& memory = target_->memory();
    TRY(memory.write_word(RCC::CFGR, clocks_at_64_mhz));
    TRY_ASSIGN(const std::uint32_t cr, memory.read_word(RCC::CR));
    TRY(memory.write_word(RCC::CR, cr & ~RCC::CR_PLLON));
    TRY(memory.write_word(RCC::CFGR, 0));
    return memory.write_word(FLASH::ACR, FLASH::ACR_reset);
}

}  // namespace jig::flash
