// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/transfer_run.hpp"

#include "bench/cmsis_dap/dap_ack.hpp"

namespace jig::bench {

using Kind = TransferStep::Kind;

TransferRun::TransferRun(TransferPlan plan, TransferSettings& settings)
    : settings_(&settings),
      block_(plan.block),
      counts_values_(plan.counts_values),
      steps_(plan.steps.begin(), plan.steps.end()) {
    begin_step();
}

bool TransferRun::step(DapAccess& dap) {
    if (steps_.empty()) return false;
    const TransferStep step = steps_.front();
    if (step.kind == Kind::match_mask) {
        settings_->match_mask = step.value;
        response_ = dap_ack::ok;
        take(step, 0);
        return true;
    }
    std::uint32_t value = step.value;
    response_ = dap.access(step.request, value);
    if (response_ == dap_ack::wait && wait_left_ != 0 && !aborted_) {
        --wait_left_;
    } else if (response_ != dap_ack::ok) {
        stop();
    } else if (step.kind == Kind::access || matches(step, value)) {
        take(step, value);
    } else if (match_left_ != 0 && !aborted_) {
        --match_left_;
        wait_left_ = settings_->wait_retries;
    } else {
        response_ |= dap_ack::mismatch;
        stop();
    }
    return true;
}

void TransferRun::take(const TransferStep& step, std::uint32_t value) {
    if (step.answers) values_.push_back(value);
    if (step.counts) ++count_;
    posted_ = step.posts;
    go_on();
}

void TransferRun::go_on() {
    steps_.pop_front();
    if (aborted_) {
        steps_.clear();
        if (posted_) steps_.push_back(fetch_step());
    }
    begin_step();
}

void TransferRun::stop() { steps_.clear(); }

void TransferRun::begin_step() {
    wait_left_ = settings_->wait_retries;
    match_left_ = settings_->match_retries;
}

bool TransferRun::matches(const TransferStep& step, std::uint32_t value) const {
    return (value & settings_->match_mask) == step.value;
}

void TransferRun::answer(PacketWriter& writer) const {
    if (block_) {
        writer.half_word(counts_values_ ? static_cast<std::uint16_t>(values_.size()) : count_);
    } else {
        writer.byte(static_cast<std::uint8_t>(count_));
    }
    writer.byte(response_);
    for (const std::uint32_t value : values_) writer.word(value);
}

}  // namespace jig::bench
