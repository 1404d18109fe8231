// SPDX-License-Identifier: Apache-2.0
// The seam below the ST-Link driver: how a command and its data reach the probe, over USB or through a server.
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "wire/stlink/command.hpp"

namespace jig::probe::stlink {

using wire::stlink::Command;

// A probe answers within a millisecond or two; the longest transfer, 6144 bytes at the slowest clock anybody uses
// (125 kHz), takes 0.6 s.
inline constexpr Duration transfer_timeout = std::chrono::seconds(3);

class Transport {
 public:
    virtual ~Transport() = default;
    // Sends a command, then `data`, which may be empty. Errors: link, timeout.
    virtual Result<void> write(const Command& command, ByteView data) = 0;
    // Sends a command and fills `answer` whole. Errors: link (also when the answer is short), timeout.
    virtual Result<void> read(const Command& command, MutableByteView answer) = 0;
    // Brings a probe back that does not answer, as if plugged in anew. Errors: link, unsupported.
    virtual Result<void> restart() = 0;
    // How much data one command may carry.
    [[nodiscard]] virtual std::uint32_t most_bytes() const = 0;
};

}  // namespace jig::probe::stlink
