// SPDX-License-Identifier: Apache-2.0
// Paths join again where eight jumps in a row are the same; the nearest such place is looked for in growing windows.
#include "inspect/boot/divergence.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "chip/part.hpp"
#include "inspect/boot/executed_code.hpp"

namespace jig::inspect {
namespace {

using machine::Jump;
using Path = std::span<const Jump>;

constexpr std::size_t same_jumps = 8;
constexpr std::size_t windows[] = {256, 4096, 65536};

std::uint64_t fingerprint(Path path) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const Jump& jump : path) {
        hash = (hash ^ jump.from) * 0x100000001B3;
        hash = (hash ^ jump.to) * 0x100000001B3;
    }
    return hash;
}

std::optional<Divergence::Rejoining> rejoining_within(Path golden, Path copy, std::size_t window) {
    std::unordered_map<std::uint64_t, std::size_t> seen;
    for (std::size_t at = 0; at < window && at + same_jumps <= golden.size(); ++at)
        seen.try_emplace(fingerprint(golden.subspan(at, same_jumps)), at);
    std::optional<Divergence::Rejoining> best;
    for (std::size_t at = 0; at < window && at + same_jumps <= copy.size(); ++at) {
        if (best && at >= best->golden_jumps + best->copy_jumps) break;
        const auto found = seen.find(fingerprint(copy.subspan(at, same_jumps)));
        if (found == seen.end()) continue;
        if (!best || found->second + at < best->golden_jumps + best->copy_jumps) best = {found->second, at};
    }
    return best;
}

std::optional<Divergence::Rejoining> find_rejoining(Path golden, Path copy) {
    for (const std::size_t window : windows)
        if (const auto found = rejoining_within(golden, copy, window)) return found;
    return std::nullopt;
}

// DDI 0403 A5.1: a half-word from 0xE800 on is the first of two.
std::uint32_t instruction_bytes(ByteView flash, std::uint32_t pc) {
    const std::uint32_t offset = pc >= chip::flash_base ? pc - chip::flash_base : pc;
    if (std::uint64_t{offset} + 2 > flash.size()) return 2;
    return load_le16(flash.subspan(offset)) >= 0xE800 ? 4 : 2;
}

Divergence divergence_at(const Jump& golden, const Jump& copy, ByteView flash) {
    Divergence parting;
    parting.pc = std::min(golden.from, copy.from);
    const std::uint32_t behind = parting.pc + instruction_bytes(flash, parting.pc);
    parting.golden_next = golden.from == parting.pc ? golden.to : behind;
    parting.copy_next = copy.from == parting.pc ? copy.to : behind;
    return parting;
}

std::optional<std::size_t> decisive_of(const std::vector<Divergence>& divergences) {
    const auto both =
        std::ranges::find_if(divergences, [](const Divergence& d) { return d.golden_alone && d.copy_alone; });
    if (both != divergences.end()) return static_cast<std::size_t>(both - divergences.begin());
    const auto one =
        std::ranges::find_if(divergences, [](const Divergence& d) { return d.golden_alone || d.copy_alone; });
    if (one != divergences.end()) return static_cast<std::size_t>(one - divergences.begin());
    return std::nullopt;
}

}  // namespace

PathComparison compare_paths(const machine::PathLog& golden_log, const machine::PathLog& copy_log, ByteView flash) {
    const Path golden = golden_log.jumps();
    const Path copy = copy_log.jumps();
    const ExecutedCode golden_code(golden_log);
    const ExecutedCode copy_code(copy_log);
    PathComparison result;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < golden.size() && j < copy.size() && result.divergences.size() < most_divergences) {
        if (golden[i] == copy[j]) {
            ++i, ++j;
            continue;
        }
        Divergence parting = divergence_at(golden[i], copy[j], flash);
        parting.golden_alone = !copy_code.contains(parting.golden_next);
        parting.copy_alone = !golden_code.contains(parting.copy_next);
        parting.golden_jump = i;
        parting.copy_jump = j;
        parting.rejoining = find_rejoining(golden.subspan(i), copy.subspan(j));
        result.divergences.push_back(parting);
        if (!parting.rejoining) break;
        i += parting.rejoining->golden_jumps;
        j += parting.rejoining->copy_jumps;
    }
    result.decisive = decisive_of(result.divergences);
    return result;
}

}  // namespace jig::inspect
