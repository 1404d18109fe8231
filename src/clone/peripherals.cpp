// SPDX-License-Identifier: Apache-2.0
#include "clone/peripherals.hpp"

#include <fmt/format.h>

#include "base/clock.hpp"
#include "chip/registers.hpp"
#include "clone/reading.hpp"

namespace jig::clone {
namespace {

namespace BKP = chip::BKP;
namespace GPIO = chip::GPIO;
namespace PWR = chip::PWR;
namespace RCC = chip::RCC;

using namespace std::chrono_literals;

// DS5792 tables 23 and 24: an HSE starts in 2 ms, an LSE in 3 s, both typical; after twice and more it will not.
constexpr Duration hse_allowed = 20ms;
constexpr Duration lse_allowed = 6s;
constexpr Duration look_again = 10ms;

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

Result<bool> becomes_ready(Board& board, std::uint32_t address, std::uint32_t ready, Duration allowed) {
    const Deadline deadline(board.clock(), allowed);
    for (;;) {
        TRY_ASSIGN(const std::uint32_t value, board.memory().read_word(address));
        if ((value & ready) != 0) return true;
        if (deadline.passed()) return false;
        board.clock().sleep(look_again);
    }
}

Result<bool> hse_starts(Board& board) {
    ChangedRegisters changed(board.memory());
    TRY(changed.set(RCC::CR, RCC::CR_HSEON));
    TRY_ASSIGN(const bool ready, becomes_ready(board, RCC::CR, RCC::CR_HSERDY, hse_allowed));
    TRY(changed.put_back());
    return ready;
}

Result<std::optional<bool>> lse_starts(Board& board) {
    ChangedRegisters changed(board.memory());
    TRY_ASSIGN(const std::uint32_t bdcr, board.memory().read_word(RCC::BDCR));
    if ((bdcr & RCC::BDCR_LSERDY) != 0) return std::optional(true);
    const bool is_on = (bdcr & RCC::BDCR_LSEON) != 0;
    if (!is_on && (bdcr & RCC::BDCR_RTCEN) != 0) return std::optional<bool>();
    TRY(changed.set(RCC::APB1ENR, RCC::APB1ENR_PWREN | RCC::APB1ENR_BKPEN));
    TRY(changed.set(PWR::CR, PWR::CR_DBP));
    TRY(changed.set(RCC::BDCR, RCC::BDCR_LSEON));
    TRY_ASSIGN(const bool ready, becomes_ready(board, RCC::BDCR, RCC::BDCR_LSERDY, lse_allowed));
    TRY(changed.put_back());
    return std::optional(ready);
}

}  // namespace

Result<std::map<unsigned, std::uint16_t>> read_backup_registers(Board& board, const chip::DensityFacts& facts) {
    std::map<unsigned, std::uint16_t> registers;
    ChangedRegisters changed(board.memory());
    TRY(changed.set(RCC::APB1ENR, RCC::APB1ENR_PWREN | RCC::APB1ENR_BKPEN));
    Bytes low(4 * std::min(facts.backup_registers, BKP::DRs_before_gap));
    TRY(board.memory().read(BKP::DR(1), low));
    Bytes high(4 * (facts.backup_registers - low.size() / 4));
    if (!high.empty()) TRY(board.memory().read(BKP::DR(BKP::DRs_before_gap + 1), high));
    TRY(changed.put_back());
    low.insert(low.end(), high.begin(), high.end());
    for (unsigned number = 1; number <= facts.backup_registers; ++number) {
        registers[number] = load_le16(ByteView(low).subspan(4 * (number - 1)));
    }
    return registers;
}

Result<std::map<std::string, std::string>> read_pin_levels(Board& board, const chip::DensityFacts& facts) {
    std::map<std::string, std::string> levels;
    const char last = last_port(facts.density);
    std::uint32_t clocks = 0;
    for (char port = 'A'; port <= last; ++port) clocks |= RCC::APB2ENR_IOPAEN << (port - 'A');
    ChangedRegisters changed(board.memory());
    TRY(changed.set(RCC::APB2ENR, clocks));
    for (char port = 'A'; port <= last; ++port) {
        const std::uint32_t base = GPIO::port(port);
        TRY_ASSIGN(const std::uint32_t idr, board.memory().read_word(base + GPIO::IDR));
        for (unsigned pin = 0; pin < 16; ++pin) {
            levels[fmt::format("P{}{}", port, pin)] = (idr >> pin & 1) != 0 ? "high" : "low";
        }
    }
    TRY(changed.put_back());
    return levels;
}

Result<std::map<std::string, bool>> try_crystals(Board& board) {
    std::map<std::string, bool> crystals;
    TRY_ASSIGN(crystals["hse"], hse_starts(board));
    TRY_ASSIGN(const std::optional<bool> lse, lse_starts(board));
    if (lse) crystals["lse"] = *lse;
    return crystals;
}

}  // namespace jig::clone
