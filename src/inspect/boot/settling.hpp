// SPDX-License-Identifier: Apache-2.0
// Where a boot settled, from the straight runs of its last moments.
#pragma once

#include <vector>

#include "inspect/boot/boot_record.hpp"
#include "machine/path_log.hpp"

namespace jig::inspect {

// The runs as address ranges, joined where they touch, in order. The last instruction of each counts with 2 bytes.
[[nodiscard]] std::vector<AddressRange> code_of(const machine::PathLog& path);

struct LastMoments {
    const machine::PathLog& earlier;  // the first half of the last stretch
    const machine::PathLog& later;    // the second half
    machine::CoreActivity activity = machine::CoreActivity::running;
    unsigned exception = 0;           // the one under way at the end
    std::uint64_t recent_resets = 0;  // in the second half of the whole boot
    std::uint64_t instructions = 0;
};
[[nodiscard]] Settled settled_of(const LastMoments& moments);

}  // namespace jig::inspect
