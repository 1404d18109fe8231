// SPDX-License-Identifier: Apache-2.0
// The F1 flash controller as PM0075 (rev 2) prints it, driven register by register through the debug port while the
// core is halted. Every wait has a deadline.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "chip/registers.hpp"
#include "dap/target.hpp"

namespace jig::flash {

// PM0075 section 3: the register block of a bank; bank 2 of XL density has its own at +0x40 (RM0008 3.3.3).
inline constexpr std::uint32_t fpec_bank1 = chip::FLASH::base;
inline constexpr std::uint32_t fpec_bank2 = chip::FLASH::base + 0x40;

// "PGERR", "WRPRTERR", "PGERR and WRPRTERR".
[[nodiscard]] std::string fpec_error_names(std::uint32_t status);

class Fpec {
 public:
    // `block` is fpec_bank1 or fpec_bank2.
    Fpec(dap::Target& target, std::uint32_t block) : target_(&target), block_(block) {}

    // Writes the keys whatever CR.LOCK says (some compatible chips report LOCK = 0 while locked) and clears old
    // errors. Errors: protection (LOCK stays 1 until the next reset), and the link's.
    Result<void> unlock();
    // The keys of the option bytes too (bank 1 only). Errors: as unlock().
    Result<void> unlock_options();
    Result<void> lock();
    // Errors: protection (WRPRTERR), timeout; the text names the page.
    Result<void> erase_page(std::uint32_t address);
    // All of this bank.
    Result<void> erase_bank();
    Result<void> clear_errors();

 private:
    Result<void> wait_idle(Duration first_look, Duration allowed, const char* what);
    // Registers go by their addresses in bank 1.
    [[nodiscard]] std::uint32_t in_bank(std::uint32_t address) const { return address - fpec_bank1 + block_; }
    Result<std::uint32_t> read(std::uint32_t address);
    Result<void> write(std::uint32_t address, std::uint32_t value);

    dap::Target* target_;
    std::uint32_t block_;
};

}  // namespace jig::flash
