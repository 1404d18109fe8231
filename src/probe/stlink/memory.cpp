// SPDX-License-Identifier: Apache-2.0
#include "probe/stlink/memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "wire/stlink/limits.hpp"

namespace jig::probe::stlink {
namespace {

namespace wst = wire::stlink;
using wst::Feature;
using wst::Outcome;

// SCB CPUID, DDI 0403 B3.2.3: PARTNO in bits 15:4.
constexpr std::uint32_t scb_cpuid = 0xE000ED00;
constexpr std::uint32_t partno_m3 = 0xC23;
constexpr std::uint32_t partno_m4 = 0xC24;

std::string describe(std::string_view verb, std::size_t bytes, std::uint32_t address) {
    return fmt::format("{} {} bytes at {}", verb, bytes, hex_address(address));
}

bool is_ok(const LastStatus& last) { return last.status.outcome() == Outcome::ok; }

}  // namespace

Result<void> Memory::read_words(std::uint32_t address, MutableByteView out) {
    assert(address % 4 == 0 && out.size() % 4 == 0);
    return read(Width::word, address, out);
}

Result<void> Memory::write_words(std::uint32_t address, ByteView data) {
    assert(address % 4 == 0 && data.size() % 4 == 0);
    return write(Width::word, address, data);
}

Result<void> Memory::read_bytes(std::uint32_t address, MutableByteView out) { return read(Width::byte, address, out); }

Result<void> Memory::write_bytes(std::uint32_t address, ByteView data) { return write(Width::byte, address, data); }

Result<void> Memory::read_halves(std::uint32_t address, MutableByteView out) {
    assert(address % 2 == 0 && out.size() % 2 == 0);
    if (!wst::has(session_.version(), Feature::half_words)) return read_halves_in_words(address, out);
    return read(Width::half, address, out);
}

Result<void> Memory::read_halves_in_words(std::uint32_t address, MutableByteView out) {
    const std::uint32_t start = address / 4 * 4;
    const std::size_t skip = address - start;
    Bytes words((skip + out.size() + 3) / 4 * 4);
    TRY(read_words(start, words));
    std::ranges::copy(ByteView(words).subspan(skip, out.size()), out.begin());
    return {};
}

// See MemoryAccess: what a failed transfer has left is looked at, and writing goes on at the first difference.
Result<void> Memory::write_halves(std::uint32_t address, ByteView data) {
    assert(address % 2 == 0 && data.size() % 2 == 0);
    if (!wst::has(session_.version(), Feature::half_words)) {
        return fail(
            ErrorKind::unsupported,
            fmt::format("writing half-words needs ST-Link firmware {} or later and this one has {}; update it "
                        "with ST's STLinkUpgrade",
                        wst::oldest_with(session_.version(), Feature::half_words), wst::to_string(session_.version())));
    }
    Attempts attempts(session_);
    while (!data.empty()) {
        std::size_t done = next_bytes(Width::half, address, data.size());
        TRY_ASSIGN(const LastStatus last, write_block(Width::half, address, data.first(done)));
        if (is_ok(last)) {
            attempts.progress();
            block_.succeeded();
        } else {
            TRY(attempts.after(last, describe("writing", done, address)));
            block_.failed(static_cast<std::uint32_t>(done));
            TRY_ASSIGN(done, already_written(address, data.first(done)));
            if (done > 0) attempts.progress();
        }
        address += static_cast<std::uint32_t>(done);
        data = data.subspan(done);
    }
    return {};
}

Result<std::size_t> Memory::already_written(std::uint32_t address, ByteView data) {
    Bytes there(data.size());
    TRY(read(Width::half, address, there));
    const auto different = std::ranges::mismatch(there, data).in1;
    return static_cast<std::size_t>(different - there.begin()) / 2 * 2;
}

Result<void> Memory::read(Width width, std::uint32_t address, MutableByteView out) {
    Attempts attempts(session_);
    while (!out.empty()) {
        const std::uint32_t bytes = next_bytes(width, address, out.size());
        TRY_ASSIGN(const LastStatus last, read_block(width, address, out.first(bytes)));
        if (!is_ok(last)) {
            TRY(attempts.after(last, describe("reading", bytes, address)));
            block_.failed(bytes);
            continue;
        }
        attempts.progress();
        block_.succeeded();
        address += bytes;
        out = out.subspan(bytes);
    }
    return {};
}

Result<void> Memory::write(Width width, std::uint32_t address, ByteView data) {
    Attempts attempts(session_);
    while (!data.empty()) {
        const std::uint32_t bytes = next_bytes(width, address, data.size());
        TRY_ASSIGN(const LastStatus last, write_block(width, address, data.first(bytes)));
        if (!is_ok(last)) {
            TRY(attempts.after(last, describe("writing", bytes, address)));
            block_.failed(bytes);
            continue;
        }
        attempts.progress();
        block_.succeeded();
        address += bytes;
        data = data.subspan(bytes);
    }
    return {};
}

Result<LastStatus> Memory::read_block(Width width, std::uint32_t address, MutableByteView out) {
    const Command command = wst::read_memory(width, address, static_cast<std::uint16_t>(out.size()));
    if (out.size() == 1) {
        std::array<std::uint8_t, 2> padded{};
        TRY(session_.transport().read(command, padded));
        out[0] = padded[0];
    } else {
        TRY(session_.transport().read(command, out));
    }
    return session_.last_status();
}

Result<LastStatus> Memory::write_block(Width width, std::uint32_t address, ByteView data) {
    const Command command = wst::write_memory(width, address, static_cast<std::uint16_t>(data.size()));
    TRY(session_.transport().write(command, data));
    return session_.last_status();
}

Result<void> Memory::command(const Command& command, MutableByteView answer, std::string_view what) {
    Attempts attempts(session_);
    while (true) {
        TRY_ASSIGN(const Status status, session_.ask(command, answer));
        if (status.outcome() == Outcome::ok) return {};
        TRY(attempts.after({status, std::nullopt}, what));
    }
}

Result<std::uint32_t> Memory::read_debug_register(std::uint32_t address) {
    std::array<std::uint8_t, 8> answer{};
    TRY(command(wst::read_debug_register(address), answer, describe("reading", 4, address)));
    return wst::parse_word(answer);
}

Result<void> Memory::write_debug_register(std::uint32_t address, std::uint32_t value) {
    std::array<std::uint8_t, 2> answer{};
    return command(wst::write_debug_register(address, value), answer, describe("writing", 4, address));
}

std::uint32_t Memory::next_bytes(Width width, std::uint32_t address, std::size_t left) {
    const bool crosses = address / wst::tar_block_any != (address + left - 1) / wst::tar_block_any;
    const std::uint32_t block = crosses ? tar_block() : wst::tar_block_any;
    const std::uint32_t bytes = wst::transfer_bytes(session_.version(), width, block, address, left);
    return std::min({bytes, block_.limit(), session_.transport().most_bytes()});
}

// Asked when first needed, because a core under reset or asleep may not answer earlier.
std::uint32_t Memory::tar_block() {
    if (!tar_block_) {
        const Result<std::uint32_t> cpuid = read_debug_register(scb_cpuid);
        if (!cpuid) return wst::tar_block_any;
        const std::uint32_t partno = *cpuid >> 4 & 0xFFF;
        tar_block_ = partno == partno_m3 || partno == partno_m4 ? wst::tar_block_cortex_m3 : wst::tar_block_any;
    }
    return *tar_block_;
}

}  // namespace jig::probe::stlink
