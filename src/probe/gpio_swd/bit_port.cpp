// SPDX-License-Identifier: Apache-2.0
#include "probe/gpio_swd/bit_port.hpp"

#include <algorithm>

#include "wire/swd/packet.hpp"

namespace jig::probe::gpio_swd {
namespace {

namespace swd = wire::swd;
using mem_ap::Ack;
using mem_ap::DapAccess;
using mem_ap::DapGroup;
using mem_ap::DapOutcome;

constexpr std::uint8_t RDBUFF = 0xC;
// 40 ms at 300 kHz: as long as a page erase may hold the bus (DS5792 table 29).
constexpr int wait_retries = 1000;
// The target finishes an access by at least so many cycles behind it (IHI 0031A 5.1.1).
constexpr unsigned idle_cycles = 8;
// What a bad wire damages is done again whole: groups are short, and a TAR more for each costs a thirtieth.
constexpr std::size_t most_accesses = 32;

Ack ack_of(std::uint32_t bits) {
    switch (bits) {
        case swd::ack_ok: return Ack::ok;
        case swd::ack_wait: return Ack::wait;
        case swd::ack_fault: return Ack::fault;
        default: return Ack::none;
    }
}

bool is_posted(const DapAccess& access) { return access.ap && access.read; }

}  // namespace

mem_ap::GroupLimits BitPort::limits() const { return {.reads = most_accesses, .writes = most_accesses}; }

Result<DapOutcome> BitPort::run(std::span<const DapGroup> groups) {
    std::size_t done = 0;
    for (const DapGroup& group : groups) {
        TRY_ASSIGN(DapOutcome outcome, run_group(group));
        TRY(pins_.write(0, idle_cycles));
        outcome.groups = outcome.ok() ? ++done : done;
        if (!outcome.ok()) return outcome;
    }
    return DapOutcome{.groups = done};
}

// What an AP read answers is the result of the AP read before it; the last one is in RDBUFF. RDBUFF also tells whether
// the last write went well.
Result<DapOutcome> BitPort::run_group(const DapGroup& group) {
    std::uint32_t* posted = nullptr;
    const auto collect = [&]() -> Result<DapOutcome> {
        std::uint32_t word = 0;
        TRY_ASSIGN(const DapOutcome outcome, access(false, true, RDBUFF, word));
        if (outcome.ok() && posted != nullptr) *posted = word;
        posted = nullptr;
        return outcome;
    };
    for (const DapAccess& each : group) {
        if (posted != nullptr && !is_posted(each)) {
            TRY_ASSIGN(const DapOutcome outcome, collect());
            if (!outcome.ok()) return outcome;
        }
        std::uint32_t word = each.word;
        TRY_ASSIGN(const DapOutcome outcome, access(each.ap, each.read, each.address, word));
        if (!outcome.ok()) return outcome;
        if (posted != nullptr) *posted = word;
        posted = is_posted(each) ? each.result : nullptr;
        if (each.read && !each.ap) *each.result = word;
    }
    const bool ends_in_ap = !group.empty() && group.back().ap;
    return ends_in_ap ? collect() : DapOutcome{};
}

Result<DapOutcome> BitPort::access(bool ap, bool read, std::uint8_t address, std::uint32_t& word) {
    for (int i = 0;; ++i) {
        TRY_ASSIGN(const DapOutcome outcome, packet(ap, read, address, word));
        if (outcome.ack != Ack::wait || i == wait_retries) return outcome;
    }
}

Result<DapOutcome> BitPort::packet(bool ap, bool read, std::uint8_t address, std::uint32_t& word) {
    TRY(pins_.write(swd::request(ap, read, address), swd::request_bits));
    TRY(pins_.turn_to_target());
    TRY_ASSIGN(const std::uint32_t ack, pins_.read(swd::ack_bits));
    const DapOutcome outcome{.ack = ack_of(ack)};
    if (outcome.ok() && read) return read_data(word);
    TRY(pins_.turn_to_host());
    if (!outcome.ok()) return outcome;
    TRY(pins_.write(word, swd::data_bits));
    TRY(pins_.write(swd::parity(word), 1));
    return outcome;
}

Result<DapOutcome> BitPort::read_data(std::uint32_t& word) {
    TRY_ASSIGN(word, pins_.read(swd::data_bits));
    TRY_ASSIGN(const std::uint32_t parity, pins_.read(1));
    TRY(pins_.turn_to_host());
    return DapOutcome{.damaged = parity != swd::parity(word)};
}

Result<void> BitPort::write_abort(std::uint32_t value) {
    TRY(packet(false, false, 0x0, value));
    return pins_.write(0, idle_cycles);
}

Result<void> BitPort::send_bits(std::size_t bits, ByteView levels) {
    for (std::size_t i = 0; i < bits; i += 8) {
        TRY(pins_.write(levels[i / 8], static_cast<unsigned>(std::min<std::size_t>(8, bits - i))));
    }
    return {};
}

}  // namespace jig::probe::gpio_swd
