// SPDX-License-Identifier: Apache-2.0
#include "clone/peripherals.hpp"

#include <fmt/format.h>

#include "base/clock.hpp"
#include "clone/reading.hpp"

namespace jig::clone {
namespace {

using namespace std::chrono_literals;

// RM0008 7.3.
constexpr std::uint32_t kRccCr = 0x40021000;
constexpr std::uint32_t kCrHseon = 1U << 16;
constexpr std::uint32_t kCrHserdy = 1U << 17;
constexpr std::uint32_t kRccApb2enr = 0x40021018;
constexpr unsigned kApb2enrIopa = 2;  // IOPAEN; the other ports follow
constexpr std::uint32_t kRccApb1enr = 0x4002101C;
constexpr std::uint32_t kApb1enrBkpen = 1U << 27;
constexpr std::uint32_t kApb1enrPwren = 1U << 28;
constexpr std::uint32_t kRccBdcr = 0x40021020;
constexpr std::uint32_t kBdcrLseon = 1U << 0;
constexpr std::uint32_t kBdcrLserdy = 1U << 1;
constexpr std::uint32_t kBdcrRtcen = 1U << 15;
constexpr std::uint32_t kPwrCr = 0x40007000;  // RM0008 5.4.1
constexpr std::uint32_t kPwrCrDbp = 1U << 8;

constexpr std::uint32_t kBkp = 0x40006C00;   // RM0008 6.4.5
constexpr unsigned kFirstHighRegister = 11;  // BKP_DR11 and up lie behind a gap

constexpr std::uint32_t kGpioa = 0x40010800;  // RM0008 3.3 table 3 and 9.2.3
constexpr std::uint32_t kGpioStride = 0x400;
constexpr std::uint32_t kIdr = 0x08;

// DS5792 tables 22 and 23: an HSE starts in 2 ms, an LSE in 3 s, both typical; after twice and more it will not.
constexpr Duration kHseAllowed = 20ms;
constexpr Duration kLseAllowed = 6s;
constexpr Duration kLookAgain = 10ms;

std::uint32_t backup_register_address(unsigned number) {
    return number < kFirstHighRegister ? kBkp + 4 * number : kBkp + 0x40 + 4 * (number - kFirstHighRegister);
}

// The ports that parts of a density have on some package.
char last_port(chip::Density density) {
    switch (density) {
        case chip::Density::low: return 'D';
        case chip::Density::medium: return 'E';
        case chip::Density::high:
        case chip::Density::xl: return 'G';
    }
    return 'D';
}

Result<bool> becomes_ready(dap::Target& target, std::uint32_t address, std::uint32_t ready, Duration allowed) {
    const Deadline deadline(target.clock(), allowed);
    for (;;) {
        TRY_ASSIGN(const std::uint32_t value, target.memory().read_word(address));
        if ((value & ready) != 0) return true;
        if (deadline.passed()) return false;
        target.clock().sleep(kLookAgain);
    }
}

Result<bool> hse_starts(dap::Target& target) {
    ChangedRegisters changed(target.memory());
    TRY(changed.set(kRccCr, kCrHseon));
    TRY_ASSIGN(const bool ready, becomes_ready(target, kRccCr, kCrHserdy, kHseAllowed));
    TRY(changed.put_back());
    return ready;
}

Result<std::optional<bool>> lse_starts(dap::Target& target) {
    ChangedRegisters changed(target.memory());
    TRY_ASSIGN(const std::uint32_t bdcr, target.memory().read_word(kRccBdcr));
    if ((bdcr & kBdcrLserdy) != 0) return std::optional(true);
    const bool is_on = (bdcr & kBdcrLseon) != 0;
    if (!is_on && (bdcr & kBdcrRtcen) != 0) return std::optional<bool>();
    TRY(changed.set(kRccApb1enr, kApb1enrPwren | kApb1enrBkpen));
    TRY(changed.set(kPwrCr, kPwrCrDbp));
    TRY(changed.set(kRccBdcr, kBdcrLseon));
    TRY_ASSIGN(const bool ready, becomes_ready(target, kRccBdcr, kBdcrLserdy, kLseAllowed));
    TRY(changed.put_back());
    return std::optional(ready);
}

}  // namespace

Result<std::map<unsigned, std::uint16_t>> read_backup_registers(dap::Target& target, const chip::DensityFacts& facts) {
    std::map<unsigned, std::uint16_t> registers;
    ChangedRegisters changed(target.memory());
    TRY(changed.set(kRccApb1enr, kApb1enrPwren | kApb1enrBkpen));
    Bytes low(4 * std::min(facts.backup_registers, kFirstHighRegister - 1));
    TRY(target.memory().read(backup_register_address(1), low));
    Bytes high(4 * (facts.backup_registers - low.size() / 4));
    if (!high.empty()) TRY(target.memory().read(backup_register_address(kFirstHighRegister), high));
    TRY(changed.put_back());
    low.insert(low.end(), high.begin(), high.end());
    for (unsigned number = 1; number <= facts.backup_registers; ++number) {
        registers[number] = load_le16(ByteView(low).subspan(4 * (number - 1)));
    }
    return registers;
}

Result<std::map<std::string, std::string>> read_pin_levels(dap::Target& target, const chip::DensityFacts& facts) {
    std::map<std::string, std::string> levels;
    const char last = last_port(facts.density);
    std::uint32_t clocks = 0;
    for (char port = 'A'; port <= last; ++port) clocks |= 1U << (kApb2enrIopa + static_cast<unsigned>(port - 'A'));
    ChangedRegisters changed(target.memory());
    TRY(changed.set(kRccApb2enr, clocks));
    for (char port = 'A'; port <= last; ++port) {
        const std::uint32_t base = kGpioa + kGpioStride * static_cast<std::uint32_t>(port - 'A');
        TRY_ASSIGN(const std::uint32_t idr, target.memory().read_word(base + kIdr));
        for (unsigned pin = 0; pin < 16; ++pin) {
            levels[fmt::format("P{}{}", port, pin)] = (idr >> pin & 1) != 0 ? "high" : "low";
        }
    }
    TRY(changed.put_back());
    return levels;
}

Result<std::map<std::string, bool>> try_crystals(dap::Target& target) {
    std::map<std::string, bool> crystals;
    TRY_ASSIGN(crystals["hse"], hse_starts(target));
    TRY_ASSIGN(const std::optional<bool> lse, lse_starts(target));
    if (lse) crystals["lse"] = *lse;
    return crystals;
}

}  // namespace jig::clone
