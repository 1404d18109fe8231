// SPDX-License-Identifier: Apache-2.0
#include "flash/fpec.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "chip/registers.hpp"

namespace jig::flash {
namespace {

namespace FLASH = chip::FLASH;

using namespace std::chrono_literals;

// DS5792 table 29: page and mass erase take 20 to 40 ms, so looking earlier only costs transfers.
constexpr Duration erase_first_look = 20ms;
constexpr Duration erase_look_again = 2ms;
constexpr Duration page_erase_allowed = 500ms;
// Compatible chips erase a whole flash in seconds, not milliseconds (GD32F103 datasheet 4.9: up to 9.6 s).
constexpr Duration mass_erase_allowed = 15s;

}  // namespace

std::string fpec_error_names(std::uint32_t status) {
    const bool pgerr = (status & FLASH::SR_PGERR) != 0;
    const bool wrprterr = (status & FLASH::SR_WRPRTERR) != 0;
    if (pgerr && wrprterr) return "PGERR and WRPRTERR";
    if (pgerr) return "PGERR";
    return wrprterr ? "WRPRTERR" : "no error bit";
}

Result<std::uint32_t> Fpec::read(std::uint32_t address) { return target_->memory().read_word(in_bank(address)); }

Result<void> Fpec::write(std::uint32_t address, std::uint32_t value) {
    return target_->memory().write_word(in_bank(address), value);
}

Result<void> Fpec::clear_errors() { return write(FLASH::SR, FLASH::SR_PGERR | FLASH::SR_WRPRTERR | FLASH::SR_EOP); }

Result<void> Fpec::unlock() {
    TRY(in_context(write(FLASH::KEYR, FLASH::KEY1), "writing FLASH_KEYR"));
    TRY(in_context(write(FLASH::KEYR, FLASH::KEY2), "writing FLASH_KEYR"));
    TRY_ASSIGN(const std::uint32_t cr, read(FLASH::CR));
    if ((cr & FLASH::CR_LOCK) != 0) {
        return fail(
            ErrorKind::protection,
            fmt::format("the flash controller stays locked after its keys (FLASH_CR = {}); take the board's power "
                        "off and on, and try again",
                        hex_address(cr)));
    }
    return clear_errors();
}

Result<void> Fpec::unlock_options() {
    TRY(unlock());
    TRY(in_context(write(FLASH::OPTKEYR, FLASH::KEY1), "writing FLASH_OPTKEYR"));
    TRY(in_context(write(FLASH::OPTKEYR, FLASH::KEY2), "writing FLASH_OPTKEYR"));
    TRY_ASSIGN(const std::uint32_t cr, read(FLASH::CR));
    if ((cr & FLASH::CR_OPTWRE) != 0) return {};
    return fail(
        ErrorKind::protection,
        fmt::format("the option bytes stay locked after their keys (FLASH_CR = {}); take the board's power off and "
                    "on, and try again",
                    hex_address(cr)));
}

Result<void> Fpec::lock() { return write(FLASH::CR, FLASH::CR_LOCK); }

Result<void> Fpec::erase_page(std::uint32_t address) {
    const std::string what = "erasing the page at " + hex_address(address);
    TRY(write(FLASH::CR, FLASH::CR_PER));
    TRY(write(FLASH::AR, address));
    TRY(write(FLASH::CR, FLASH::CR_PER | FLASH::CR_STRT));
    TRY(wait_idle(erase_first_look, page_erase_allowed, what.c_str()));
    return write(FLASH::CR, 0);
}

Result<void> Fpec::erase_bank() {
    TRY(write(FLASH::CR, FLASH::CR_MER));
    TRY(write(FLASH::CR, FLASH::CR_MER | FLASH::CR_STRT));
    TRY(wait_idle(erase_first_look, mass_erase_allowed, "erasing the whole flash"));
    return write(FLASH::CR, 0);
}

Result<void> Fpec::wait_idle(Duration first_look, Duration allowed, const char* what) {
    const Deadline deadline(target_->clock(), allowed);
    target_->clock().sleep(first_look);
    for (;;) {
        TRY_ASSIGN(const std::uint32_t status, in_context(read(FLASH::SR), what));
        if ((status & FLASH::SR_BSY) == 0) {
            if ((status & (FLASH::SR_PGERR | FLASH::SR_WRPRTERR)) == 0) return {};
            return fail(ErrorKind::protection, fmt::format("{}: the flash controller answered {} (FLASH_SR = {})", what,
                                                           fpec_error_names(status), hex_address(status)));
        }
        if (deadline.passed()) {
            return fail(
                ErrorKind::timeout,
                fmt::format("{}: the flash controller is still busy after {} s; take the board's power off and on, "
                            "and try again",
                            what, std::chrono::duration<double>(allowed).count()));
        }
        target_->clock().sleep(erase_look_again);
    }
}

}  // namespace jig::flash
