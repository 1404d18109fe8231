// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/watch_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "apps/jig/register_words.hpp"

namespace jig::app {
namespace {

double milliseconds(Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

std::string counted(std::uint64_t count, const char* noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::vector<std::string> addresses_of(const std::vector<std::uint32_t>& pcs) {
    std::vector<std::string> words;
    for (const std::uint32_t pc : pcs) words.push_back(hex_address(pc));
    return words;
}

std::string place_text(const WatchHit& hit) {
    if (hit.pcs.empty()) return fmt::format("{:<12}{:<28}", "?", "before " + hex_address(hit.halted_pc));
    return fmt::format("{:<12}{:<28}", hex_address(hit.pcs.front()), hit.disassembly);
}

std::size_t places(const WatchRecord& record) {
    std::set<std::uint32_t> pcs;
    for (const WatchHit& hit : record.hits) pcs.insert(hit.pcs.empty() ? hit.halted_pc : hit.pcs.front());
    return pcs.size();
}

std::vector<std::string> block_words(const WatchRecord& record) {
    std::vector<std::string> words;
    for (const AddressRange& block : record.blocks) words.push_back(to_string(block));
    return words;
}

Json hit_json(const WatchHit& hit) {
    Json json;
    json["pc"] = hit.pcs.empty() ? Json(nullptr) : Json(hex_address(hit.pcs.front()));
    json["disassembly"] = hit.pcs.empty() ? Json(nullptr) : Json(hit.disassembly);
    json["address"] = hit.address ? Json(hex_address(*hit.address)) : Json(nullptr);
    json["value"] = hit.value ? Json(fmt::format("0x{:x}", *hit.value)) : Json(nullptr);
    json["count"] = 0;
    json["first_ms"] = milliseconds(hit.at);
    json["one_of"] = hit.pcs.size() > 1 ? Json(addresses_of(hit.pcs)) : Json::array();
    json["halted_pc"] = hex_address(hit.halted_pc);
    return json;
}

Json halted_json(const WatchRecord& record) {
    return record.registers.empty() ? Json(nullptr) : registers_json(record.registers);
}

}  // namespace

std::string hit_text(const WatchHit& hit) {
    std::string text = fmt::format("  {:>10.3f} ms  {}", milliseconds(hit.at), place_text(hit));
    text += fmt::format("  {} = {}", hit.address ? hex_address(*hit.address) : "?",
                        hit.value ? fmt::format("0x{:x}", *hit.value) : "?");
    if (hit.pcs.size() > 1) text += fmt::format("  (one of {})", fmt::join(addresses_of(hit.pcs), ", "));
    return text + "\n";
}

std::string watch_text(const WatchRecord& record) {
    std::string text = fmt::format("{} from {} in {:.3f} s", counted(record.reads, "read"),
                                   counted(places(record), "place"), milliseconds(record.duration) / 1000);
    if (record.outside > 0) text += fmt::format(", and {} beside what was asked for", record.outside);
    text += fmt::format("\nwatched {}\n", fmt::join(block_words(record), ", "));
    if (record.registers.empty()) return text;
    text += "the core stands halted, and so it stays until a debugger or a reset lets it go\n";
    return text + registers_text(record.registers);
}

Json watch_json(const WatchRecord& record) {
    using Key = std::pair<std::uint32_t, std::uint64_t>;
    constexpr std::uint64_t no_address = ~0ULL;
    std::map<Key, std::size_t> index;
    Json hits = Json::array();
    for (const WatchHit& hit : record.hits) {
        const Key key{hit.pcs.empty() ? hit.halted_pc : hit.pcs.front(), hit.address ? *hit.address : no_address};
        const auto [found, is_new] = index.emplace(key, hits.size());
        if (is_new) hits.push_back(hit_json(hit));
        Json& count = hits[found->second]["count"];
        count = count.get<std::uint64_t>() + 1;
    }
    return {{"result", record.error ? "error" : "pass"},
            {"hits", std::move(hits)},
            {"reads", record.reads},
            {"outside", record.outside},
            {"watched", block_words(record)},
            {"ended", record.ended},
            {"halted", halted_json(record)},
            {"seconds", milliseconds(record.duration) / 1000}};
}

}  // namespace jig::app
