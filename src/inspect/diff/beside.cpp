// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/beside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chip/option_text.hpp"

namespace jig::inspect {
namespace {

constexpr std::string_view not_read = "not read";

// Collects one row; rows of which all values are alike are dropped. A missing value alone is no difference: that it was
// not read stands in the archive.
class Rows {
 public:
    explicit Rows(std::span<const Dump> dumps) : dumps_(dumps) {}

    // `value` gives the text of one archive, or nothing.
    template <typename Value>
    void add(std::string_view group, std::string_view name, Value value) {
        BesideDifference row{std::string(group), std::string(name), {}, {}};
        std::set<std::string> seen;
        for (const Dump& dump : dumps_) {
            const std::optional<std::string> text = value(*dump.archive);
            if (text) seen.insert(*text);
            row.values.push_back(text.value_or(std::string(not_read)));
        }
        if (seen.size() > 1) rows_.push_back(std::move(row));
    }

    std::span<const Dump> dumps() const { return dumps_; }
    std::vector<BesideDifference> take() { return std::move(rows_); }
    BesideDifference* last_named(std::string_view name) {
        return !rows_.empty() && rows_.back().name == name ? &rows_.back() : nullptr;
    }

 private:
    std::span<const Dump> dumps_;
    std::vector<BesideDifference> rows_;
};

template <typename Number>
std::optional<std::string> hex(const std::optional<Number>& number) {
    if (!number) return std::nullopt;
    return fmt::format("0x{:0{}x}", *number, 2 * sizeof(Number));
}

void add_identity(Rows& rows) {
    using image::BoardArchive;
    rows.add("identity", "part", [](const BoardArchive& a) { return std::optional(a.part); });
    rows.add("identity", "silicon", [](const BoardArchive& a) {
        return a.identity.silicon.empty() ? std::nullopt : std::optional(a.identity.silicon);
    });
    rows.add("identity", "F_SIZE", [](const BoardArchive& a) {
        return a.identity.f_size_kb ? std::optional(fmt::format("{} KB", *a.identity.f_size_kb)) : std::nullopt;
    });
    rows.add("identity", "DBGMCU_IDCODE", [](const BoardArchive& a) { return hex(a.identity.dbgmcu_idcode); });
    rows.add("identity", "CPUID", [](const BoardArchive& a) { return hex(a.identity.cpuid); });
    rows.add("identity", "DPIDR", [](const BoardArchive& a) { return hex(a.identity.dpidr); });
    rows.add("identity", "system memory", [](const BoardArchive& a) {
        return a.system_memory ? std::optional("SHA-256 " + to_hex(ByteView(a.system_memory->sha256).first(4)) + "…")
                               : std::nullopt;
    });
}

const chip::Part& part_of(const image::BoardArchive& archive) {
    const auto part = chip::find_part(archive.part);
    return part ? **part : chip::all_parts().front();
}

std::string meaning(const image::BoardArchive& archive, std::string_view field) {
    if (!archive.option_bytes) return {};
    for (const chip::OptionLine& line :
         chip::explain_options(chip::OptionBytes(*archive.option_bytes), part_of(archive))) {
        if (line.field == field) return line.meaning;
    }
    return {};
}

// A byte whose complement does not fit counts as the 0xff that the chip takes it for, and is marked.
std::optional<std::string> option_value(const image::BoardArchive& archive, const chip::OptionField& field) {
    if (!archive.option_bytes) return std::nullopt;
    const chip::OptionBytes bytes(*archive.option_bytes);
    const unsigned value = chip::field_value(bytes, field);
    std::string text = field.mask == 0xFF ? fmt::format("0x{:02x}", value) : fmt::format("{}", value);
    if (!bytes.complement_ok(field.byte)) text += " (complement broken)";
    return text;
}

void add_options(Rows& rows) {
    for (const chip::OptionField& field : chip::option_fields()) {
        rows.add("option bytes", field.name,
                 [&](const image::BoardArchive& archive) { return option_value(archive, field); });
        BesideDifference* row = rows.last_named(field.name);
        if (!row) continue;
        for (const Dump& dump : rows.dumps()) row->meanings.push_back(meaning(*dump.archive, field.name));
    }
}

// Every key that any archive has in the map that `map_of` picks.
template <typename MapOf, typename Text>
void add_map(Rows& rows, std::string_view group, MapOf map_of, Text text) {
    using Key = std::remove_cvref_t<decltype(map_of(*rows.dumps().front().archive)->begin()->first)>;
    std::set<Key> keys;
    for (const Dump& dump : rows.dumps()) {
        const auto* map = map_of(*dump.archive);
        for (auto at = map ? map->begin() : decltype(map->begin()){}; map && at != map->end(); ++at)
            keys.insert(at->first);
    }
    for (const Key& key : keys) {
        rows.add(group, text.key(key), [&](const image::BoardArchive& archive) -> std::optional<std::string> {
            const auto* map = map_of(archive);
            if (!map || !map->contains(key)) return std::nullopt;
            return text.value(map->at(key));
        });
    }
}

struct RegisterText {
    static std::string key(unsigned number) { return fmt::format("DR{}", number); }
    static std::string value(std::uint16_t value) { return fmt::format("0x{:04x}", value); }
};
struct PinText {
    static std::string key(const std::string& pin) { return pin; }
    static std::string value(const std::string& level) { return level; }
};
struct CrystalText {
    static std::string key(const std::string& crystal) { return crystal; }
    static std::string value(bool starts) { return starts ? "starts" : "does not start"; }
};

}  // namespace

std::vector<BesideDifference> compare_beside(std::span<const Dump> dumps) {
    Rows rows(dumps);
    if (dumps.empty()) return {};
    add_identity(rows);
    add_options(rows);
    add_map(
        rows, "backup registers",
        [](const image::BoardArchive& a) { return a.backup_registers ? &*a.backup_registers : nullptr; },
        RegisterText{});
    add_map(rows, "pins", [](const image::BoardArchive& a) { return &a.pins; }, PinText{});
    add_map(rows, "crystals", [](const image::BoardArchive& a) { return &a.crystals; }, CrystalText{});
    return rows.take();
}

}  // namespace jig::inspect
