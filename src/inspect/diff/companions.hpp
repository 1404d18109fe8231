// SPDX-License-Identifier: Apache-2.0
// Fields that go along with each other from dump to dump: copies, complements, a value and its sum.
#pragma once

#include <span>

#include "inspect/diff/field.hpp"

namespace jig::inspect {

// Fills `companions` of every field; what chance would give among so many pairs is left out.
void find_companions(std::span<Field> fields);

}  // namespace jig::inspect
