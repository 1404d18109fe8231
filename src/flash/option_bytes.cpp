// SPDX-License-Identifier: Apache-2.0
#include "flash/option_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "flash/f1_loader.hpp"
#include "flash/fpec.hpp"

namespace jig::flash {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t erased_half = 0xFFFF;
constexpr std::uint32_t sram_needed = 4096;
// An erase of 40 ms, eight half-words, and the mass erase that lifting protection brings, which compatible chips take
// seconds for (see fpec.cpp).
constexpr Duration allowed = 20s;
constexpr Duration first_look = 20ms;

std::uint16_t half_at(const chip::RawOptionBytes& raw, std::size_t index) {
    return load_le16(ByteView(raw).subspan(2 * index, 2));
}

// The half-word that the hardware stores for this byte.
std::uint16_t with_complement(std::uint16_t half) {
    const auto byte = static_cast<std::uint8_t>(half);
    return static_cast<std::uint16_t>(byte | static_cast<std::uint8_t>(~byte) << 8);
}

std::uint16_t writable(std::uint16_t half) { return half == erased_half ? erased_half : with_complement(half); }

chip::RawOptionBytes writable_option_bytes(const chip::RawOptionBytes& wanted) {
    chip::RawOptionBytes mended{};
    for (std::size_t i = 0; i < chip::option_byte_count; ++i) {
        store_le16(MutableByteView(mended).subspan(2 * i, 2), writable(half_at(wanted, i)));
    }
    return mended;
}

}  // namespace

OptionPlan plan_option_bytes(const chip::RawOptionBytes& current, const chip::RawOptionBytes& wanted) {
    OptionPlan plan{.erase = false, .writes = {}, .result = writable_option_bytes(wanted)};
    for (std::size_t i = 0; i < chip::option_byte_count; ++i) {
        const std::uint16_t now = half_at(current, i);
        plan.erase |= now != half_at(plan.result, i) && now != erased_half;
    }
    for (std::size_t i = 0; i < chip::option_byte_count; ++i) {
        const std::uint16_t half = half_at(plan.result, i);
        if (half == erased_half || (!plan.erase && half == half_at(current, i))) continue;
        plan.writes.push_back({chip::option_bytes_address + static_cast<std::uint32_t>(2 * i), half});
    }
    // A wanted protection comes last instead: it must not be in force before the rest is there.
    const bool rdp_is_written = !plan.writes.empty() && plan.writes.front().address == chip::option_bytes_address;
    if (rdp_is_written && chip::OptionBytes(plan.result).read_protected())
        std::ranges::rotate(plan.writes, plan.writes.begin() + 1);
    return plan;
}

namespace {

Result<void> write_table(dap::Target& target, const std::vector<OptionWrite>& writes) {
    Bytes table(writes.size() * 8);
    for (std::size_t i = 0; i < writes.size(); ++i) {
        store_le32(MutableByteView(table).subspan(8 * i), writes[i].address);
        store_le32(MutableByteView(table).subspan(8 * i + 4), writes[i].value);
    }
    return target.memory().write(F1Loader::options_table, table);
}

// Runs the loader over `plan`; what the mailbox holds afterwards.
Result<Mailbox> run(dap::Target& target, const OptionPlan& plan) {
    F1Loader loader(target, sram_needed);
    TRY(loader.load());
    TRY(write_table(target, plan.writes));
    const std::array<std::uint32_t, 5> arguments{F1Loader::mailbox_address, F1Loader::options_table,
                                                 static_cast<std::uint32_t>(plan.writes.size()), fpec_bank1,
                                                 plan.erase ? 1U : 0U};
    TRY(loader.start(LoaderEntry::options, arguments));
    target.clock().sleep(first_look);
    TRY(in_context(target.core().wait_halted(allowed), "writing option bytes"));
    return loader.mailbox();
}

Error option_error(const Mailbox& mail) {
    const std::string where = mail.address == 0 ? "erasing the option bytes"
                                                : "programming the option half-word at " + hex_address(mail.address);
    return {ErrorKind::protection,
            fmt::format("{}: the flash controller answered {} (FLASH_SR = {}); run the same command "
                        "again before the board loses power",
                        where, fpec_error_names(mail.status), hex_address(mail.status))};
}

// GD32 erases the RDP half-word to 0x5AA5, so that programming it answers PGERR although it holds what was wanted.
Result<bool> rdp_is_already_there(dap::Target& target, const Mailbox& mail, const OptionPlan& plan) {
    if (mail.address != chip::option_bytes_address || plan.writes.front().address != mail.address) return false;
    TRY_ASSIGN(const std::uint16_t rdp, target.memory().read_half(mail.address));
    return rdp == plan.writes.front().value;
}

Result<void> unlock(dap::Target& target) {
    // One key sequence garbled on the wire locks the controller until the next reset.
    constexpr int tries = 3;
    for (int i = 1;; ++i) {
        const Result<void> unlocked = Fpec(target, fpec_bank1).unlock_options();
        if (unlocked || i == tries) return unlocked;
        TRY(target.core().reset_and_halt());
    }
}

Result<void> read_back(dap::Target& target, const OptionPlan& plan) {
    chip::RawOptionBytes found{};
    TRY(target.memory().read(chip::option_bytes_address, found));
    for (std::size_t i = 0; i < chip::option_byte_count; ++i) {
        if (half_at(found, i) == half_at(plan.result, i)) continue;
        return fail(
            ErrorKind::mismatch,
            fmt::format(
                "the option half-word at {} reads 0x{:04x} where 0x{:04x} is wanted; run the same command again "
                "before the board loses power",
                hex_address(chip::option_bytes_address + static_cast<std::uint32_t>(2 * i)), half_at(found, i),
                half_at(plan.result, i)));
    }
    return {};
}

}  // namespace

Result<void> write_option_bytes(dap::Target& target, const OptionPlan& plan) {
    if (plan.empty()) return {};
    TRY(unlock(target));
    TRY_ASSIGN(Mailbox mail, run(target, plan));
    if (mail.status != 0) {
        TRY_ASSIGN(const bool go_on, rdp_is_already_there(target, mail, plan));
        if (!go_on) return fail(option_error(mail));
        TRY(Fpec(target, fpec_bank1).clear_errors());
        TRY_ASSIGN(
            mail, run(target,
                      {.erase = false, .writes = {plan.writes.begin() + 1, plan.writes.end()}, .result = plan.result}));
        if (mail.status != 0) return fail(option_error(mail));
    }
    TRY(Fpec(target, fpec_bank1).lock());
    return read_back(target, plan);
}

}  // namespace jig::flash
