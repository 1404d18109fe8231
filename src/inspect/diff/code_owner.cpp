// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/code_owner.hpp"

#include <algorithm>

namespace jig::inspect {

CodeOwner::CodeOwner(std::span<const Dump> dumps, std::uint32_t page_bytes) : dumps_(dumps), page_bytes_(page_bytes) {
    for (std::size_t i = 0; i < dumps.size(); ++i) {
        if (versions_.contains(dumps[i].version)) continue;
        versions_[dumps[i].version] = {i, ReferenceMap::of(dumps[i].flash.view())};
    }
    if (auto opened = InstructionReader::open()) reader_ = std::move(*opened);
}

std::vector<FieldReference> CodeOwner::found(const Version& version, const AddressRange& range) const {
    std::vector<FieldReference> references;
    const FlashView flash = dumps_[version.dump].flash.view();
    for (const Reference& one : version.map.to(range)) {
        if (references.size() == most_field_references) break;
        // A word inside of what it points to is content, not code.
        if (one.kind == ReferenceKind::word && range.contains(one.from)) continue;
        FieldReference reference{one, {}, version.dump, range};
        if (reader_ && one.kind != ReferenceKind::word) {
            reference.instruction = disassembly(*reader_, flash, {one.from, 2}).front().text;
        }
        references.push_back(std::move(reference));
    }
    return references;
}

std::vector<FieldReference> CodeOwner::references_to(const Field& field) const {
    // What is firmware itself is full of targets; who refers to it says nothing.
    if (field.kind == FieldClass::per_version) return {};
    const Version& version = versions_.at(dumps_[field.holders.front()].version);
    const AddressRange page_start{field.range.start & ~(page_bytes_ - 1), 1};
    for (const AddressRange& range : {field.range, field.record.value_or(field.range), page_start}) {
        std::vector<FieldReference> references = found(version, range);
        if (!references.empty()) return references;
    }
    return {};
}

}  // namespace jig::inspect
