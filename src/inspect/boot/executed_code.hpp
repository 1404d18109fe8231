// SPDX-License-Identifier: Apache-2.0
// Which instructions a boot has run.
#pragma once

#include <cstdint>
#include <vector>

#include "base/range.hpp"
#include "machine/path_log.hpp"

namespace jig::inspect {

class ExecutedCode {
 public:
    explicit ExecutedCode(const machine::PathLog& path);

    [[nodiscard]] bool contains(std::uint32_t address) const;
    // Joined where they touch, in order; the last instruction of each counts with 2 bytes.
    [[nodiscard]] const std::vector<AddressRange>& ranges() const { return ranges_; }
    [[nodiscard]] bool covers(const ExecutedCode& other) const;

 private:
    std::vector<AddressRange> ranges_;
};

}  // namespace jig::inspect
