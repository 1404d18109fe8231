// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/differing_ranges.hpp"

#include <array>
#include <bitset>

namespace jig::inspect {
namespace {

constexpr std::size_t word = 4;

// Most keys are not in it, and are known not to be at the cost of one bit.
class KeyFilter {
 public:
    void add(std::uint32_t key) { bits_.set(slot(key)); }
    [[nodiscard]] bool may_have(std::uint32_t key) const { return bits_.test(slot(key)); }

 private:
    static constexpr unsigned bits = 16;
    static std::size_t slot(std::uint32_t key) { return (key * 0x9e3779b1U) >> (32 - bits); }
    std::bitset<std::size_t{1} << bits> bits_;
};

std::vector<std::uint32_t> values_of(ByteView dump, const ChecksumModel& model,
                                     const std::vector<DifferingField>& fields) {
    std::vector<std::uint32_t> values;
    for (const DifferingField& field : fields) {
        values.push_back(load_field(dump, field.offset, model.value_bytes(), field.order));
    }
    return values;
}

}  // namespace

std::vector<DifferingField> differing_fields(const SearchSpace& space, const ChecksumModel& model) {
    std::vector<DifferingField> fields;
    const std::size_t bytes = model.value_bytes();
    for (const std::uint32_t at : space.differing_words()) {
        for (std::size_t offset = at; offset < at + word; offset += bytes) {
            for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
                const std::uint32_t value = load_field(space.dumps()[0], offset, bytes, order);
                const std::uint32_t other = load_field(space.dumps()[1], offset, bytes, order);
                const bool is_value = is_plausible(model, value) && is_plausible(model, other);
                if (value != other && is_value) fields.push_back({offset, order});
            }
        }
    }
    return fields;
}

void for_each_differing_range(const SearchSpace& space, const ChecksumModel& model, const Prefixes& first,
                              const Prefixes& second, const std::vector<DifferingField>& fields,
                              const std::function<bool(const Extent&, const DifferingField&)>& visit) {
    const std::vector<bool> allowed = allowed_positions(space.image(), first.step());
    KeyIndex starts(first.left(), model.width);
    KeyFilter distances;
    for (std::size_t p = 0; p < first.count(); ++p) {
        if (!allowed[p]) continue;
        starts.insert(p);
        distances.add(first.distance(first.left()[p], second.left()[p]));
    }
    const std::array values = {values_of(space.dumps()[0], model, fields), values_of(space.dumps()[1], model, fields)};
    const std::vector<FieldChange> unchanged(fields.size());
    std::array keys = values;
    for (std::size_t end = 0; end < first.count(); ++end) {
        if (!allowed[end]) continue;
        first.right_at(end, values[0], unchanged, keys[0]);
        second.right_at(end, values[1], unchanged, keys[1]);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (!distances.may_have(first.distance(keys[0][i], keys[1][i]))) continue;
            const bool goes_on = starts.for_each(keys[0][i], [&](std::size_t start) {
                const Extent range{start * first.step(), end * first.step()};
                if (second.left()[start] != keys[1][i] || range.end < range.start + shortest_range) return true;
                return visit(range, fields[i]);
            });
            if (!goes_on) return;
        }
    }
}

}  // namespace jig::inspect
