// SPDX-License-Identifier: Apache-2.0
// The proof: boots of the copy with one of the golden board's inputs at a time, and the converse.
#pragma once

#include <vector>

#include "inspect/boot/boot.hpp"
#include "inspect/boot/inputs.hpp"

namespace jig::inspect {

struct Trial {
    Input input;
    bool restores = false;  // the copy with golden's input ends as golden does
    bool breaks = false;    // golden with the copy's input does not
    [[nodiscard]] bool proves() const { return restores && breaks; }
};

struct BootComparison {
    BootRecord golden;
    BootRecord copy;
    std::vector<std::string> differences;  // of their outcomes
    std::vector<Trial> trials;             // empty when the outcomes are alike
    std::size_t boots = 0;
};

// Errors: as boot().
[[nodiscard]] Result<BootComparison> compare_boots(const World& golden, const World& copy, const BootPlan& plan);

}  // namespace jig::inspect
