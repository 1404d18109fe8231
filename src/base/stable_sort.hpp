// SPDX-License-Identifier: Apache-2.0
// A stable sort for short lists. The library's uses a temporary buffer that C++17 deprecated, and clang 19 says so.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

namespace jig {

// Sorts by what `projection` gives; equals keep their order. Quadratic: for lists a person could read.
template <typename T, typename Projection>
void stable_sort_by(std::vector<T>& list, Projection projection) {
    for (auto next = list.begin(); next != list.end(); ++next) {
        const auto place = std::ranges::upper_bound(list.begin(), next, std::invoke(projection, *next), {}, projection);
        std::rotate(place, next, next + 1);
    }
}

}  // namespace jig
