// SPDX-License-Identifier: Apache-2.0
// From varying runs to fields: values, deltas, looks, companions, and the relation to the UIDs.
#pragma once

#include "inspect/diff/field.hpp"

namespace jig::inspect {

// At most `most` fields, those that are not firmware first, each measured; in the order of their addresses. A field
// that follows the UIDs covers the whole record, and what differs inside of it is no field of its own.
[[nodiscard]] std::vector<Field> analyse_fields(std::span<const Dump> dumps, std::span<const VaryingRun> runs,
                                                std::size_t most);

}  // namespace jig::inspect
