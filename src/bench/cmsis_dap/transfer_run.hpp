// SPDX-License-Identifier: Apache-2.0
// A transfer plan on its way over the wire, one access at a time, so that it can be aborted between two.
#pragma once

#include <deque>

#include "bench/cmsis_dap/transfer_plan.hpp"

namespace jig::bench {

// How often DAP_TransferConfigure lets an access be repeated, and the mask that DAP_Transfer keeps for matches.
struct TransferSettings {
    std::uint16_t wait_retries = 100;  // the default of ARM's firmware (DAP_Setup)
    std::uint16_t match_retries = 0;
    std::uint32_t match_mask = 0;
};

// One access on the chosen transport: its Transfer Response.
class DapAccess {
 public:
    virtual ~DapAccess() = default;
    virtual std::uint8_t access(const DapRequest& request, std::uint32_t& value) = 0;
};

class TransferRun {
 public:
    TransferRun(TransferPlan plan, TransferSettings& settings);

    // One access; false when all is done.
    bool step(DapAccess& dap);
    // No further transfer is begun and no WAIT repeated; a value that was asked for is still fetched.
    void abort() { aborted_ = true; }
    // Transfer Count, Transfer Response and what was read.
    void answer(PacketWriter& writer) const;

 private:
    void take(const TransferStep& step, std::uint32_t value);
    void go_on();
    void stop();
    [[nodiscard]] bool matches(const TransferStep& step, std::uint32_t value) const;
    void begin_step();

    TransferSettings* settings_;
    bool block_;
    bool counts_values_;
    std::deque<TransferStep> steps_;
    bool aborted_ = false;
    bool posted_ = false;
    unsigned wait_left_ = 0;
    unsigned match_left_ = 0;
    std::uint16_t count_ = 0;
    std::uint8_t response_ = 0;
    std::vector<std::uint32_t> values_;
};

}  // namespace jig::bench
