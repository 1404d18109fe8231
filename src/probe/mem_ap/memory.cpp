// SPDX-License-Identifier: Apache-2.0
#include "probe/mem_ap/memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "probe/mem_ap/attempts.hpp"

namespace jig::probe::mem_ap {
namespace {

// Groups of one run: enough to keep a probe busy, and a failure that is met late costs little.
constexpr std::size_t most_groups = 256;
constexpr std::size_t csw_and_tar = 2;
// No memory of an STM32F1 ends anywhere but at a multiple of this.
constexpr std::uint32_t memory_grain = 2048;

constexpr DapAccess write_csw(Width width) { return {.ap = true, .address = CSW, .word = csw(width)}; }
constexpr DapAccess write_tar(std::uint32_t address) { return {.ap = true, .address = TAR, .word = address}; }

std::string describe(std::string_view verb, std::size_t bytes, std::uint32_t address) {
    return fmt::format("{} {} bytes at {}", verb, bytes, hex_address(address));
}

// DRW has a byte or a half-word in the lanes of its address (IHI 0031A 11.2.3).
unsigned lane(std::uint32_t address) { return 8 * (address % 4); }

std::uint32_t load(Width width, std::uint32_t address, ByteView item) {
    switch (width) {
        case Width::word: return load_le32(item);
        case Width::half: return std::uint32_t{load_le16(item)} << lane(address);
        case Width::byte: return std::uint32_t{item[0]} << lane(address);
    }
    __builtin_unreachable();
}

void store(Width width, std::uint32_t address, std::uint32_t drw, MutableByteView item) {
    switch (width) {
        case Width::word: return store_le32(item, drw);
        case Width::half: return store_le16(item, static_cast<std::uint16_t>(drw >> lane(address)));
        case Width::byte: item[0] = static_cast<std::uint8_t>(drw >> lane(address)); return;
    }
}

// Items of `width` from `address` that one TAR reaches, at most `limit` and `left`.
std::size_t items_to_block_end(Width width, std::uint32_t address, std::size_t left, std::size_t limit) {
    const std::size_t bytes = static_cast<std::size_t>(width);
    const std::size_t in_block = (tar_block - address % tar_block) / bytes;
    return std::min({in_block, left / bytes, limit});
}

}  // namespace

// Every group but the first relies on those before it: a read that went astray is harmless and is done again. TAR is
// set anew in the middle of a group too, so that packets carry as many reads as they can; but none reads across the end
// of a memory, so that a refusal names the address that was refused.
Result<std::size_t> Memory::try_read(Width width, std::uint32_t address, MutableByteView out, DapOutcome& outcome) {
    const std::size_t bytes = static_cast<std::size_t>(width);
    std::vector<std::uint32_t> words(out.size() / bytes);
    std::vector<DapGroup> groups;
    std::vector<std::size_t> items_up_to;  // after each group
    std::size_t items = 0;
    while (items < words.size() && groups.size() < most_groups) {
        DapGroup& group = groups.emplace_back();
        if (items == 0) group.push_back(write_csw(width));
        const std::size_t to_grain = (memory_grain - (address + items * bytes) % memory_grain) / bytes;
        const std::size_t end = std::min(words.size(), items + std::min(to_grain, link_.port().limits().reads));
        for (; items < end; ++items) {
            const auto at = static_cast<std::uint32_t>(address + items * bytes);
            if (items == 0 || at % tar_block == 0) group.push_back(write_tar(at));
            group.push_back({.ap = true, .read = true, .address = DRW, .result = &words[items]});
        }
        items_up_to.push_back(items);
    }
    TRY_ASSIGN(outcome, link_.port().run(groups));
    const std::size_t done = outcome.groups == 0 ? 0 : items_up_to[outcome.groups - 1];
    for (std::size_t i = 0; i < done; ++i) {
        store(width, static_cast<std::uint32_t>(address + i * bytes), words[i], out.subspan(i * bytes, bytes));
    }
    return done * bytes;
}

// Every group sets TAR itself, so that none writes where another should have; half-words go one group at a time,
// because none may be written twice.
Result<std::size_t> Memory::try_write(Width width, std::uint32_t address, ByteView data, DapOutcome& outcome) {
    const std::size_t bytes = static_cast<std::size_t>(width);
    const std::size_t room = link_.port().limits().writes - csw_and_tar;
    std::vector<DapGroup> groups;
    std::vector<std::size_t> bytes_up_to;
    std::size_t done = 0;
    while (done < data.size() && groups.size() < (width == Width::half ? 1 : most_groups)) {
        const auto at = static_cast<std::uint32_t>(address + done);
        DapGroup& group = groups.emplace_back(DapGroup{write_csw(width), write_tar(at)});
        const std::size_t count = items_to_block_end(width, at, data.size() - done, room);
        for (std::size_t i = 0; i < count; ++i, done += bytes) {
            const auto item_at = static_cast<std::uint32_t>(address + done);
            group.push_back({.ap = true, .address = DRW, .word = load(width, item_at, data.subspan(done, bytes))});
        }
        bytes_up_to.push_back(done);
    }
    TRY_ASSIGN(outcome, link_.port().run(groups));
    return outcome.groups == 0 ? 0 : bytes_up_to[outcome.groups - 1];
}

Result<void> Memory::read(Width width, std::uint32_t address, MutableByteView out) {
    assert(address % static_cast<unsigned>(width) == 0 && out.size() % static_cast<unsigned>(width) == 0);
    Attempts attempts(link_);
    while (!out.empty()) {
        DapOutcome outcome;
        TRY_ASSIGN(const std::size_t done, try_read(width, address, out, outcome));
        address += static_cast<std::uint32_t>(done);
        out = out.subspan(done);
        if (done > 0) attempts.progress();
        if (!outcome.ok()) TRY(attempts.after(outcome, describe("reading", out.size(), address)));
    }
    return {};
}

Result<void> Memory::write(Width width, std::uint32_t address, ByteView data) {
    assert(address % static_cast<unsigned>(width) == 0 && data.size() % static_cast<unsigned>(width) == 0);
    Attempts attempts(link_);
    while (!data.empty()) {
        DapOutcome outcome;
        TRY_ASSIGN(std::size_t done, try_write(width, address, data, outcome));
        if (!outcome.ok()) {
            const auto failed_at = static_cast<std::uint32_t>(address + done);
            TRY(attempts.after(outcome, describe("writing", data.size() - done, failed_at)));
        }
        if (!outcome.ok() && width == Width::half) {
            TRY_ASSIGN(done, already_written(address, data));
        }
        if (done > 0) attempts.progress();
        address += static_cast<std::uint32_t>(done);
        data = data.subspan(done);
    }
    return {};
}

// See MemoryAccess: what a failed transfer has left is looked at, and writing goes on at the first difference.
Result<std::size_t> Memory::already_written(std::uint32_t address, ByteView data) {
    Bytes there(std::min<std::size_t>(data.size(), 2 * (link_.port().limits().writes - csw_and_tar)));
    TRY(read(Width::half, address, there));
    const auto different = std::ranges::mismatch(there, data).in1;
    return static_cast<std::size_t>(different - there.begin()) / 2 * 2;
}

Result<void> Memory::read_words(std::uint32_t address, MutableByteView out) { return read(Width::word, address, out); }
Result<void> Memory::write_words(std::uint32_t address, ByteView data) { return write(Width::word, address, data); }
Result<void> Memory::read_halves(std::uint32_t address, MutableByteView out) { return read(Width::half, address, out); }
Result<void> Memory::write_halves(std::uint32_t address, ByteView data) { return write(Width::half, address, data); }
Result<void> Memory::read_bytes(std::uint32_t address, MutableByteView out) { return read(Width::byte, address, out); }
Result<void> Memory::write_bytes(std::uint32_t address, ByteView data) { return write(Width::byte, address, data); }

Result<std::uint32_t> Memory::read_debug_register(std::uint32_t address) {
    std::array<std::uint8_t, 4> word{};
    TRY(read(Width::word, address, word));
    return load_le32(word);
}

Result<void> Memory::write_debug_register(std::uint32_t address, std::uint32_t value) {
    std::array<std::uint8_t, 4> word{};
    store_le32(word, value);
    return write(Width::word, address, word);
}

}  // namespace jig::probe::mem_ap
