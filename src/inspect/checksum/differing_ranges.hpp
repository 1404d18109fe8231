// SPDX-License-Identifier: Apache-2.0
// All ranges that have, in each of two dumps, the checksum which the same field of that dump says.
#pragma once

#include <functional>
#include <vector>

#include "inspect/checksum/prefixes.hpp"
#include "inspect/checksum/search_space.hpp"

namespace jig::inspect {

// A value that two dumps store differently.
struct DifferingField {
    std::size_t offset;
    ByteOrder order;
};

// The plausible values of this model's width in the words in which the first two dumps differ.
[[nodiscard]] std::vector<DifferingField> differing_fields(const SearchSpace& space, const ChecksumModel& model);

// Calls visit for each range, as long as it returns true. `first` and `second` are of the first two dumps.
void for_each_differing_range(const SearchSpace& space, const ChecksumModel& model, const Prefixes& first,
                              const Prefixes& second, const std::vector<DifferingField>& fields,
                              const std::function<bool(const Extent&, const DifferingField&)>& visit);

}  // namespace jig::inspect
