// SPDX-License-Identifier: Apache-2.0
// Where a boot settled, from the code of its last moments.
#pragma once

#include "inspect/boot/boot_record.hpp"
#include "inspect/boot/executed_code.hpp"

namespace jig::inspect {

struct LastMoments {
    const ExecutedCode& earlier;  // the first half of the last stretch
    const ExecutedCode& later;    // the second half
    machine::CoreActivity activity = machine::CoreActivity::running;
    unsigned exception = 0;           // the one under way at the end
    std::uint64_t recent_resets = 0;  // in the second half of the whole boot
    std::uint64_t instructions = 0;
};
[[nodiscard]] Settled settled_of(const LastMoments& moments);

}  // namespace jig::inspect
