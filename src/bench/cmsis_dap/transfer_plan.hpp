// SPDX-License-Identifier: Apache-2.0
// DAP_Transfer and DAP_TransferBlock as the register accesses that they come to on the wire: a read of an AP (over
// JTAG of anything) gives the value of the read before it, so values are fetched one access late, and a write is
// followed by a read of RDBUFF that tells what became of it. CMSIS-DAP 2.1.2, DAP_Transfer, DAP_TransferBlock.
#pragma once

#include <vector>

#include "bench/cmsis_dap/packet.hpp"
#include "bench/debug_port/debug_port.hpp"

namespace jig::bench {

enum class DapTransport : std::uint8_t { none, swd, jtag };

struct TransferStep {
    enum class Kind : std::uint8_t {
        access,      // one access of a register
        match_mask,  // sets the mask for matches; nothing on the wire
        match,       // reads until the masked value is `value`
    };
    Kind kind = Kind::access;
    DapRequest request{};
    std::uint32_t value = 0;  // written, mask, or looked for
    bool answers = false;     // what is read goes into the answer
    bool posts = false;       // a later access has to fetch what this one reads
    bool counts = false;      // with this a requested transfer is done
};

struct TransferPlan {
    std::vector<TransferStep> steps;
    bool block = false;          // DAP_TransferBlock counts in 16 bits, ...
    bool counts_values = false;  // ... and of reads what has arrived instead of what was asked for
};

// Reads RDBUFF for the value of the read before.
[[nodiscard]] constexpr TransferStep fetch_step() {
    return {.request = {.ap = false, .read = true, .address = 0xC}, .answers = true};
}

// Takes the whole command behind its DAP index from `packet`. What would not fit into `room` bytes of answer is left
// out of the plan, and so is a write whose data the packet does not hold.
[[nodiscard]] TransferPlan plan_transfer(DapTransport transport, PacketReader& packet, std::size_t room);
[[nodiscard]] TransferPlan plan_block(DapTransport transport, PacketReader& packet, std::size_t room);

}  // namespace jig::bench
