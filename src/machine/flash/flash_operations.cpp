// SPDX-License-Identifier: Apache-2.0
// Program and erase operations in time: they change the contents at their end, unless power or a reset breaks them off.
#include <algorithm>
#include <utility>

#include "base/bytes.hpp"
#include "machine/flash/flash.hpp"
#include "machine/flash/registers.hpp"

namespace jig::machine {

using namespace flash_registers;
using Kind = FlashOperation::Kind;

Picoseconds Flash::next_event() const {
    return std::min(banks_[0].operation.next_event(), banks_[1].operation.next_event());
}

void Flash::run_events(FlashHost& host) {
    for (Bank& bank : banks_) {
        if (bank.operation.next_event() > host.now()) continue;
        if (bank.operation.cut)
            cut_power(host, bank);
        else
            finish(host, bank);
    }
}

void Flash::hsi_changed(FlashHost& host) {
    for (Bank& bank : banks_) {
        FlashOperation& operation = bank.operation;
        if (!operation.under_way() || (operation.end != never) == host.hsi_running()) continue;
        if (host.hsi_running()) {
            operation.end = host.now() + operation.left;
        } else {
            operation.left = operation.end - host.now();
            operation.end = never;
        }
        host.flash_state_changed();
    }
}

// When the bank has nothing under way: now, later, or `never` without the HSI.
Picoseconds Flash::free_at(const FlashHost& host, const Bank& bank) const {
    return bank.operation.under_way() ? bank.operation.end : host.now();
}

// A write that stalls takes the operation before it to its end, and itself begins there.
Picoseconds Flash::wait_for(FlashHost& host, Bank& bank) {
    Picoseconds free = free_at(host, bank);
    while (bank.operation.under_way() && free != never && !bank.operation.cut) {
        free = bank.operation.end;
        finish(host, bank);
    }
    return free;
}

void Flash::begin(FlashHost& host, Bank& bank, FlashOperation operation, Picoseconds start, Picoseconds duration) {
    operation.end = start + duration;
    operation.cut_ahead = duration / 2;
    if (!host.hsi_running()) {
        operation.left = duration;
        operation.end = never;
    }
    bank.operation = operation;
    host.flash_state_changed();
}

void Flash::start_erase(FlashHost& host, Bank& bank, const Requester& who) {
    switch (bank.cr & CR_modes) {
        case CR_PER: return start_page_erase(host, bank, who);
        case CR_MER: return start_mass_erase(host, bank);
        case CR_OPTER: return start_option_erase(host, bank);
        default:  // no mode, or several: nothing is started
            return;
    }
}

void Flash::start_page_erase(FlashHost& host, Bank& bank, const Requester& who) {
    const std::uint32_t offset = (bank.ar - main_flash_base) / geometry_.page_bytes * geometry_.page_bytes;
    const bool in_bank = bank.ar >= main_flash_base && offset >= bank.first && offset - bank.first < bank.bytes;
    if (!in_bank || !may_change(options_, geometry_, who, offset)) return raise(host, bank, SR_WRPRTERR);
    FlashOperation operation{.kind = Kind::erase_page, .offset = offset};
    operation.cut = mishaps_.cuts_erase();
    begin(host, bank, operation, host.now(), durations_.erase_page);
}

void Flash::start_mass_erase(FlashHost& host, Bank& bank) {
    if (!may_erase_all(options_, geometry_, bank.first, bank.bytes)) return raise(host, bank, SR_WRPRTERR);
    FlashOperation operation{.kind = Kind::erase_bank, .offset = bank.first};
    operation.cut = mishaps_.cuts_erase();
    begin(host, bank, operation, host.now(), durations_.erase_all);
}

void Flash::start_option_erase(FlashHost& host, Bank& bank) {
    if (!option_keys_.open()) return raise(host, bank, SR_WRPRTERR);
    if (mishaps_.cuts_option()) return host.flash_cuts_power();
    begin(host, bank, {.kind = Kind::erase_options}, host.now(), durations_.erase_page);
}

// PM0075 2.3.5: the FPEC writes the complement of the low byte itself; PM0075 2.4.1: lifting read protection erases the
// main flash first.
void Flash::begin_option_program(FlashHost& host, Bank& bank, std::uint32_t offset, std::uint8_t value,
                                 Picoseconds start) {
    if (mishaps_.cuts_option()) return host.flash_cuts_power();
    const auto pair = static_cast<std::uint16_t>(value | (~value & 0xFF) << 8);
    FlashOperation operation{.kind = Kind::program_option, .offset = offset, .value = pair};
    if (offset == 0 && value == rdprt_key && options_.rdprt) {
        operation.kind = Kind::lift_rdp;
        operation.cut = mishaps_.cuts_erase();
        return begin(host, bank, operation, start, durations_.erase_all);
    }
    begin(host, bank, operation, start, durations_.program);
}

void Flash::erase(FlashHost& host, std::uint32_t offset, std::uint32_t bytes) {
    std::ranges::fill(main_.subspan(offset, bytes), std::uint8_t{0xFF});
    host.flash_contents_changed(offset, bytes);
}

void Flash::apply(FlashHost& host, Bank& bank) {
    const FlashOperation& operation = bank.operation;
    switch (operation.kind) {
        case Kind::none: break;
        case Kind::program:
            store_le16(main_.subspan(operation.offset), operation.value);
            host.flash_contents_changed(operation.offset, 2);
            ++half_words_programmed_;
            break;
        case Kind::erase_page: erase(host, operation.offset, geometry_.page_bytes); break;
        case Kind::erase_bank: erase(host, bank.first, bank.bytes); break;
        case Kind::program_option: store_le16(option_bytes_.subspan(operation.offset), operation.value); break;
        case Kind::erase_options: std::ranges::fill(option_bytes_, std::uint8_t{0xFF}); break;
        case Kind::lift_rdp: erase(host, 0, geometry_.flash_bytes); break;
    }
}

void Flash::finish(FlashHost& host, Bank& bank) {
    apply(host, bank);
    const FlashOperation done = std::exchange(bank.operation, {});
    if (done.kind == Kind::lift_rdp) {  // the main flash is empty now: the key itself
        begin(host, bank, {.kind = Kind::program_option, .offset = done.offset, .value = done.value}, done.end,
              durations_.program);
        return;
    }
    bank.cr &= ~CR_STRT;
    raise(host, bank, SR_EOP);
    host.flash_state_changed();
}

void Flash::cut_power(FlashHost& host, Bank& bank) {
    break_off(host, bank);
    host.flash_cuts_power();
}

void Flash::break_off(FlashHost& host, Bank& bank) {
    const FlashOperation operation = std::exchange(bank.operation, {});
    const auto spoil = [&](std::uint32_t offset, std::uint32_t bytes) {
        mishaps_.half_erase(main_.subspan(offset, bytes));
        host.flash_contents_changed(offset, bytes);
    };
    switch (operation.kind) {
        case Kind::none: break;
        case Kind::program: {
            const auto place = main_.subspan(operation.offset);
            store_le16(place, mishaps_.half_programmed(load_le16(place), operation.value));
            host.flash_contents_changed(operation.offset, 2);
            break;
        }
        case Kind::erase_page: spoil(operation.offset, geometry_.page_bytes); break;
        case Kind::erase_bank: spoil(bank.first, bank.bytes); break;
        case Kind::program_option: {
            const auto place = option_bytes_.subspan(operation.offset);
            store_le16(place, mishaps_.half_programmed(load_le16(place), operation.value));
            break;
        }
        case Kind::erase_options: mishaps_.half_erase(option_bytes_); break;
        case Kind::lift_rdp: spoil(0, geometry_.flash_bytes); break;
    }
}

}  // namespace jig::machine
