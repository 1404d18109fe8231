// SPDX-License-Identifier: Apache-2.0
// Main flash and option bytes as memory: reads, half-word programming, reset, and what may be read without asking.
#include "machine/flash/flash.hpp"

#include <algorithm>
#include <cassert>

#include "base/bytes.hpp"
#include "machine/flash/registers.hpp"

namespace jig::machine {

using namespace flash_registers;

namespace {

std::uint32_t width_bytes(Width width) { return static_cast<std::uint32_t>(width); }

bool aligned(std::uint32_t offset, Width width) { return offset % width_bytes(width) == 0; }

}  // namespace

Flash::Flash(const ChipConfig& config, const ChipStorage& storage, const ChipFaults& faults)
    : geometry_{config.flash_bytes, config.page_bytes, config.bank_bytes},
      durations_(flash_durations(config.flash_times)),
      main_(storage.flash),
      option_bytes_(storage.option_bytes),
      bank_count_(config.bank_bytes != 0 && config.bank_bytes < config.flash_bytes ? 2 : 1),
      mishaps_(faults, config.flash_bytes) {
    assert(main_.size() == config.flash_bytes && option_bytes_.size() == option_area_bytes);
    banks_[0].bytes = bank_count_ == 2 ? config.bank_bytes : config.flash_bytes;
    banks_[1].first = banks_[0].bytes;
    banks_[1].bytes = config.flash_bytes - banks_[0].bytes;
}

Flash::Flash(const Flash& other, const ChipStorage& storage) : Flash(other) {
    assert(storage.flash.size() == main_.size() && storage.option_bytes.size() == option_bytes_.size());
    main_ = storage.flash;
    option_bytes_ = storage.option_bytes;
}

void Flash::reset(FlashHost& host, bool power_on, bool debugger_connected) {
    if (power_on) {
        mishaps_.power_on();
        half_words_programmed_ = 0;
    }
    for (Bank& bank : banks_) {
        // PM0075 promises nothing for an operation that a reset interrupts: it is left as a power cut would leave it.
        if (bank.operation.under_way()) break_off(host, bank);
        bank.keys.reset();
        bank.cr = bank.sr = bank.ar = 0;
        bank.operation = {};
    }
    option_keys_.reset();
    acr_ = ACR_reset;
    const bool rdprt_before = options_.rdprt;
    options_ = load_options(option_bytes_);
    if (debugger_connected && !power_on) options_.rdprt = rdprt_before;
    update_interrupt(host);
    host.flash_state_changed();
}

void Flash::power_off(FlashHost& host) {
    for (Bank& bank : banks_) {
        if (bank.operation.under_way()) break_off(host, bank);
        bank.operation = {};
    }
}

bool Flash::starts_bank2() const {
    if (bank_count_ != 2 || options_.bfb2()) return false;
    return (load_le32(main_.subspan(banks_[1].first)) & 0x2FFE0000) == 0x20000000;
}

Flash::Bank& Flash::bank_of(std::uint32_t offset) {
    return bank_count_ == 2 && offset >= banks_[1].first ? banks_[1] : banks_[0];
}

bool Flash::busy() const { return banks_[0].operation.under_way() || banks_[1].operation.under_way(); }

FlashReply Flash::read_main(FlashHost& host, std::uint32_t offset, Width width, const Requester& who) {
    if (!aligned(offset, width) || offset >= main_.size() || !may_read(options_, who)) return {.fault = true};
    const Bank& bank = bank_of(offset);
    FlashReply reply{.ready = free_at(host, bank)};
    if (reply.ready == never) return {.fault = true};
    for (std::uint32_t i = 0; i < width_bytes(width); ++i)
        reply.value |= static_cast<std::uint32_t>(mishaps_.read(offset + i, main_byte(bank, offset + i))) << (8 * i);
    return reply;
}

// A stalled read completes when the operation under way is over, and sees what that leaves.
std::uint8_t Flash::main_byte(const Bank& bank, std::uint32_t offset) const {
    const FlashOperation& operation = bank.operation;
    switch (operation.kind) {
        case FlashOperation::Kind::program:
            if (offset - operation.offset < 2) return static_cast<std::uint8_t>(operation.value >> 8 * (offset % 2));
            break;
        case FlashOperation::Kind::erase_page:
            if (offset - operation.offset < geometry_.page_bytes) return 0xFF;
            break;
        case FlashOperation::Kind::erase_bank:
        case FlashOperation::Kind::lift_rdp: return 0xFF;
        case FlashOperation::Kind::none:
        case FlashOperation::Kind::program_option:
        case FlashOperation::Kind::erase_options: break;
    }
    return main_[offset];
}

FlashReply Flash::write_main(FlashHost& host, std::uint32_t offset, Width width, std::uint32_t value,
                             const Requester& who) {
    if (width != Width::half || !aligned(offset, width) || offset >= main_.size()) return {.fault = true};
    Bank& bank = bank_of(offset);
    const Picoseconds ready = wait_for(host, bank);
    if (ready == never) return {.fault = true};
    const FlashReply done{.ready = ready};
    if (!bank.keys.open() || (bank.cr & CR_modes) != CR_PG || bank.operation.under_way()) return done;
    bank.ar = main_flash_base + offset;
    const auto half = static_cast<std::uint16_t>(value);
    if (!may_change(options_, geometry_, who, offset)) {
        raise(host, bank, SR_WRPRTERR);
    } else if (load_le16(main_.subspan(offset)) != 0xFFFF && half != 0) {
        raise(host, bank, SR_PGERR);
    } else {
        FlashOperation operation{.kind = FlashOperation::Kind::program, .offset = offset, .value = half};
        operation.cut = mishaps_.cuts_half_word();
        begin(host, bank, operation, ready, durations_.program);
    }
    return done;
}

FlashReply Flash::read_options(FlashHost& host, std::uint32_t offset, Width width) {
    if (!aligned(offset, width) || offset >= option_area_bytes) return {.fault = true};
    FlashReply reply{.ready = free_at(host, banks_[0])};
    if (reply.ready == never) return {.fault = true};
    for (std::uint32_t i = 0; i < width_bytes(width); ++i)
        reply.value |= static_cast<std::uint32_t>(option_byte(offset + i)) << (8 * i);
    return reply;
}

std::uint8_t Flash::option_byte(std::uint32_t offset) const {
    const FlashOperation& operation = banks_[0].operation;
    if (operation.kind == FlashOperation::Kind::erase_options) return 0xFF;
    if (operation.kind == FlashOperation::Kind::program_option && offset - operation.offset < 2)
        return static_cast<std::uint8_t>(operation.value >> 8 * (offset % 2));
    return option_bytes_[offset];
}

FlashReply Flash::write_options(FlashHost& host, std::uint32_t offset, Width width, std::uint32_t value) {
    if (width != Width::half || !aligned(offset, width) || offset >= option_area_bytes) return {.fault = true};
    Bank& bank = banks_[0];
    const Picoseconds ready = wait_for(host, bank);
    if (ready == never) return {.fault = true};
    const FlashReply done{.ready = ready};
    if (!bank.keys.open() || (bank.cr & CR_modes) != CR_OPTPG || bank.operation.under_way()) return done;
    if (!option_keys_.open())
        raise(host, bank, SR_WRPRTERR);
    else if (load_le16(option_bytes_.subspan(offset)) != 0xFFFF)  // PM0075 2.3.5 names no exception for 0x0000
        raise(host, bank, SR_PGERR);
    else
        begin_option_program(host, bank, offset, static_cast<std::uint8_t>(value), ready);
    return done;
}

std::vector<Flash::Run> Flash::open_runs() {
    std::vector<Run> runs;
    const std::uint32_t step = geometry_.page_bytes;
    for (const Bank& bank : banks_) {
        if (bank.operation.under_way()) continue;
        std::uint32_t from = bank.first;
        for (std::uint32_t at = bank.first; at <= bank.first + bank.bytes; at += step) {
            const bool end = at == bank.first + bank.bytes;
            if (!end && !mishaps_.wavers(at, step)) continue;
            if (at > from) runs.push_back({from, main_.subspan(from, at - from)});
            from = at + step;
        }
    }
    return runs;
}

}  // namespace jig::machine
