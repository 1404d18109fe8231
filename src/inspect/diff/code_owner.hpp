// SPDX-License-Identifier: Apache-2.0
// Who in the code refers to a field: to its bytes, else to the record or the page that it lies in.
#pragma once

#include <map>
#include <optional>

#include "inspect/code/disassembly.hpp"
#include "inspect/code/references.hpp"
#include "inspect/diff/field.hpp"

namespace jig::inspect {

// A field has at most this many references in a report; a table that hundreds of instructions use says no more.
inline constexpr std::size_t most_field_references = 4;

class CodeOwner {
 public:
    // Reads the code of the first dump of every version.
    CodeOwner(std::span<const Dump> dumps, std::uint32_t page_bytes);

    [[nodiscard]] const ReferenceMap& references(std::size_t version) const { return versions_.at(version).map; }
    // Of the version of the field's first holder.
    [[nodiscard]] std::vector<FieldReference> references_to(const Field& field) const;

 private:
    struct Version {
        std::size_t dump = 0;
        ReferenceMap map;
    };
    [[nodiscard]] std::vector<FieldReference> found(const Version& version, const AddressRange& range) const;

    std::span<const Dump> dumps_;
    std::uint32_t page_bytes_;
    std::map<std::size_t, Version> versions_;
    std::optional<InstructionReader> reader_;  // nothing: instructions are not printed
};

}  // namespace jig::inspect
