// SPDX-License-Identifier: Apache-2.0
// Which instructions of a firmware name which addresses, found by reading the code once without running it. What is
// found is there; what is not found proves nothing, because an address can be built in ways that this does not follow.
#pragma once

#include <span>
#include <vector>

#include "inspect/code/instruction_effect.hpp"

namespace jig::inspect {

class ReferenceMap {
 public:
    static ReferenceMap of(const FlashView& flash);

    // By address, then by place.
    [[nodiscard]] std::span<const Reference> all() const { return references_; }
    // References to an address in `range`.
    [[nodiscard]] std::span<const Reference> to(const AddressRange& range) const;

 private:
    std::vector<Reference> references_;
};

}  // namespace jig::inspect
