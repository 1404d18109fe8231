// SPDX-License-Identifier: Apache-2.0
#include "flash/f1_clock.hpp"

#include "base/clock.hpp"

namespace jig::flash {
namespace {

using namespace std::chrono_literals;

// RM0008 7.3.1 and 7.3.2.
constexpr std::uint32_t kRccCr = 0x40021000;
constexpr std::uint32_t kCrPllon = 1U << 24;
constexpr std::uint32_t kCrPllrdy = 1U << 25;
constexpr std::uint32_t kRccCfgr = 0x40021004;
constexpr std::uint32_t kCfgrPllHsiTimes16 = 0xEU << 18;  // PLLSRC = HSI/2, PLLMUL = 16: 64 MHz, the most HSI gives
constexpr std::uint32_t kCfgrApb1Half = 4U << 8;          // PCLK1 must stay below 36 MHz
constexpr std::uint32_t kCfgrSwPll = 2U << 0;
constexpr std::uint32_t kFlashAcr = 0x40022000;  // PM0075 3.1
constexpr std::uint32_t kAcrReset = 0x30;
constexpr std::uint32_t kAcrTwoWaitStates = 0x32;  // above 48 MHz

// DS5792 table 28: a PLL locks in 200 us at most.
constexpr Duration kLockAllowed = 5ms;

Result<bool> pll_locks(dap::Target& target) {
    const Deadline deadline(target.clock(), kLockAllowed);
    for (;;) {
        TRY_ASSIGN(const std::uint32_t cr, target.memory().read_word(kRccCr));
        if ((cr & kCrPllrdy) != 0) return true;
        if (deadline.passed()) return false;
    }
}

}  // namespace

Result<void> F1Clock::raise() {
    dap::TargetMemory& memory = target_->memory();
    raised_ = true;
    TRY(memory.write_word(kFlashAcr, kAcrTwoWaitStates));
    TRY(memory.write_word(kRccCfgr, kCfgrPllHsiTimes16 | kCfgrApb1Half));
    TRY_ASSIGN(const std::uint32_t cr, memory.read_word(kRccCr));
    TRY(memory.write_word(kRccCr, cr | kCrPllon));
    TRY_ASSIGN(const bool locked, pll_locks(*target_));
    if (!locked) return put_back();
    return memory.write_word(kRccCfgr, kCfgrPllHsiTimes16 | kCfgrApb1Half | kCfgrSwPll);
}

Result<void> F1Clock::put_back() {
    if (!raised_) return {};
    raised_ = false;
    dap::TargetMemory& memory = target_->memory();
    TRY(memory.write_word(kRccCfgr, kCfgrPllHsiTimes16 | kCfgrApb1Half));
    TRY_ASSIGN(const std::uint32_t cr, memory.read_word(kRccCr));
    TRY(memory.write_word(kRccCr, cr & ~kCrPllon));
    TRY(memory.write_word(kRccCfgr, 0));
    return memory.write_word(kFlashAcr, kAcrReset);
}

}  // namespace jig::flash
