// SPDX-License-Identifier: Apache-2.0
// A board of a bench file by its name, or an error that says which there are.
#pragma once

#include "base/result.hpp"
#include "board/description.hpp"

namespace jig::bench {

// Never nullptr. Errors: usage.
[[nodiscard]] Result<const board::BoardDescription*> find_board(const board::BenchDescription& bench,
                                                                const std::string& name);

}  // namespace jig::bench
