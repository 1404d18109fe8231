// SPDX-License-Identifier: Apache-2.0
// The part of a probe's firmware that reads and writes memory through an AHB-AP: CSW, TAR, and posted DRW accesses.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "bench/stlink/debug_link.hpp"
#include "machine/core_bus.hpp"

namespace jig::bench {

struct MemoryRequest {
    std::uint32_t address = 0;
    machine::Width width = machine::Width::word;
    std::uint8_t ap = 0;
    std::uint32_t csw = 0;  // bits 31:8 as the host wants them; 0: the firmware's own
    bool increment = true;
};

struct MemoryReply {
    StlinkStatus status = StlinkStatus::ok;
    std::uint32_t fault_address = 0;  // of the access that failed
};

class MemoryAccess {
 public:
    explicit MemoryAccess(DebugLink& link) : link_(&link) {}

    // Fills `out` from its start; what stands behind the access that failed is left as it was.
    MemoryReply read(const MemoryRequest& request, MutableByteView out);
    MemoryReply write(const MemoryRequest& request, ByteView data);
    // One word of the core's debug registers, or of anything else.
    MemoryReply read_word(std::uint32_t address, std::uint32_t& value);
    MemoryReply write_word(std::uint32_t address, std::uint32_t value);
    // The AP's CSW is no longer known: somebody else wrote registers.
    void forget() { csw_.reset(); }

 private:
    MemoryReply start(const MemoryRequest& request);
    MemoryReply read_block(const MemoryRequest& request, MutableByteView out);
    MemoryReply write_block(const MemoryRequest& request, ByteView data);
    MemoryReply failed(StlinkStatus status, std::uint32_t address);

    DebugLink* link_;
    std::optional<std::uint32_t> csw_;
    std::uint8_t csw_ap_ = 0;
    bool sticky_ = false;  // the last access failed, and its flags stand
};

}  // namespace jig::bench
