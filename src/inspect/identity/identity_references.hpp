// SPDX-License-Identifier: Apache-2.0
// Which instructions name what makes one chip different from the next: its UID, its size, its option bytes, its backup
// registers. An absence proves nothing; public advice is to build the UID's address so that no reader sees it.
#pragma once

#include <string>
#include <vector>

#include "inspect/code/references.hpp"

namespace jig::inspect {

struct IdentityReference {
    std::string_view name;  // "UID", "F_SIZE", "option bytes", …
    Reference reference;
    bool complemented = false;  // a literal holds the address inverted: somebody hides it
};
// By name in the order of the table, then by place; the same instruction is named once.
[[nodiscard]] std::vector<IdentityReference> identity_references(const ReferenceMap& references);

}  // namespace jig::inspect
