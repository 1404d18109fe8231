// SPDX-License-Identifier: Apache-2.0
#include "flash/fpec.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"

namespace jig::flash {
namespace {

using namespace std::chrono_literals;

// Offsets from the bank's block, PM0075 section 3.
constexpr std::uint32_t kKeyr = 0x04;
constexpr std::uint32_t kOptKeyr = 0x08;
constexpr std::uint32_t kSr = 0x0C;
constexpr std::uint32_t kCr = 0x10;
constexpr std::uint32_t kAr = 0x14;

constexpr std::uint32_t kKey1 = 0x45670123;
constexpr std::uint32_t kKey2 = 0xCDEF89AB;

constexpr std::uint32_t kCrPer = 1U << 1;
constexpr std::uint32_t kCrMer = 1U << 2;
constexpr std::uint32_t kCrStrt = 1U << 6;
constexpr std::uint32_t kCrLock = 1U << 7;
constexpr std::uint32_t kCrOptwre = 1U << 9;

// DS5792 table 28: page and mass erase take 20 to 40 ms, so looking earlier only costs transfers.
constexpr Duration kEraseFirstLook = 20ms;
constexpr Duration kEraseLookAgain = 2ms;
constexpr Duration kPageEraseAllowed = 500ms;
// Compatible chips erase a whole flash in seconds, not milliseconds (GD32F103 datasheet 4.9: up to 9.6 s).
constexpr Duration kMassEraseAllowed = 15s;

}  // namespace

std::string fpec_error_names(std::uint32_t status) {
    const bool pgerr = (status & kSrPgerr) != 0;
    const bool wrprterr = (status & kSrWrprterr) != 0;
    if (pgerr && wrprterr) return "PGERR and WRPRTERR";
    if (pgerr) return "PGERR";
    return wrprterr ? "WRPRTERR" : "no error bit";
}

Result<void> Fpec::write(std::uint32_t offset, std::uint32_t value) {
    return target_->memory().write_word(block_ + offset, value);
}

Result<void> Fpec::clear_errors() { return write(kSr, kSrPgerr | kSrWrprterr | kSrEop); }

Result<void> Fpec::unlock() {
    TRY(in_context(write(kKeyr, kKey1), "writing FLASH_KEYR"));
    TRY(in_context(write(kKeyr, kKey2), "writing FLASH_KEYR"));
    TRY_ASSIGN(const std::uint32_t cr, target_->memory().read_word(block_ + kCr));
    if ((cr & kCrLock) != 0) {
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
    TRY(in_context(write(kOptKeyr, kKey1), "writing FLASH_OPTKEYR"));
    TRY(in_context(write(kOptKeyr, kKey2), "writing FLASH_OPTKEYR"));
    TRY_ASSIGN(const std::uint32_t cr, target_->memory().read_word(block_ + kCr));
    if ((cr & kCrOptwre) != 0) return {};
    return fail(
        ErrorKind::protection,
        fmt::format("the option bytes stay locked after their keys (FLASH_CR = {}); take the board's power off and "
                    "on, and try again",
                    hex_address(cr)));
}

Result<void> Fpec::lock() { return write(kCr, kCrLock); }

Result<void> Fpec::erase_page(std::uint32_t address) {
    const std::string what = "erasing the page at " + hex_address(address);
    TRY(write(kCr, kCrPer));
    TRY(write(kAr, address));
    TRY(write(kCr, kCrPer | kCrStrt));
    TRY(wait_idle(kEraseFirstLook, kPageEraseAllowed, what.c_str()));
    return write(kCr, 0);
}

Result<void> Fpec::erase_bank() {
    TRY(write(kCr, kCrMer));
    TRY(write(kCr, kCrMer | kCrStrt));
    TRY(wait_idle(kEraseFirstLook, kMassEraseAllowed, "erasing the whole flash"));
    return write(kCr, 0);
}

Result<void> Fpec::wait_idle(Duration first_look, Duration allowed, const char* what) {
    const Deadline deadline(target_->clock(), allowed);
    target_->clock().sleep(first_look);
    for (;;) {
        TRY_ASSIGN(const std::uint32_t status, in_context(target_->memory().read_word(block_ + kSr), what));
        if ((status & kSrBsy) == 0) {
            if ((status & (kSrPgerr | kSrWrprterr)) == 0) return {};
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
        target_->clock().sleep(kEraseLookAgain);
    }
}

}  // namespace jig::flash
