// SPDX-License-Identifier: Apache-2.0
// IWDG registers and counter, RM0008 section 19.4. The counter is a number of prescaled LSI periods left at a known
// moment; nothing runs between appointments.
#include "machine/peripherals/iwdg.hpp"

#include <algorithm>
#include <utility>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t KR = 0x00, PR = 0x04, RLR = 0x08, SR = 0x0C;
constexpr std::uint32_t key_start = 0xCCCC, key_access = 0x5555, key_reload = 0xAAAA;
constexpr std::uint32_t PVU = bit(0), RVU = bit(1);
constexpr std::uint32_t DBG_IWDG_STOP = bit(8);
constexpr int update_periods = 5;  // 19.4.4: "takes up to 5 RC 40 kHz cycles"

}  // namespace

BusReply Iwdg::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    switch (word_offset(offset)) {
        case PR: return {.value = pr_};
        case RLR: return {.value = rlr_};
        case SR: return {.value = (pr_update_ ? PVU : 0) | (rlr_update_ ? RVU : 0)};
        default: return {};  // KR is write-only
    }
}

BusReply Iwdg::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    const Picoseconds done = fabric.now() + update_periods * lsi_period_;
    switch (word_offset(offset)) {
        case KR: write_key(fabric, value & 0xFFFF); break;
        case PR:
            if (writable_) pr_update_ = {.value = value & 7, .at = done};
            break;
        case RLR:
            if (writable_) rlr_update_ = {.value = value & 0xFFF, .at = done};
            break;
        default: break;
    }
    plan(fabric);
    return {};
}

// 19.3.2: any key but 0x5555 closes PR and RLR again.
void Iwdg::write_key(Fabric& fabric, std::uint32_t key) {
    writable_ = key == key_access;
    if (key == key_start && !running_) start(fabric);
    if (key != key_reload) return;
    reload(fabric.now());
    reload_follows_ = rlr_update_.has_value();
}

void Iwdg::start(Fabric& fabric) {
    running_ = true;
    counted_to_ = fabric.now();
    left_ = 0xFFF + 1;  // 19.3: starts counting down from 0xFFF
}

void Iwdg::reload(Picoseconds time) {
    counted_to_ = time;
    left_ = std::int64_t{rlr_} + 1;
}

// 19.4.2: the prescaler divides LSI by 4 to 256.
Picoseconds Iwdg::step() const { return lsi_period_ * (std::int64_t{4} << std::min(pr_, std::uint32_t{6})); }

void Iwdg::count_to(Picoseconds time) {
    if (!running_ || frozen_) {
        counted_to_ = time;
        return;
    }
    const std::int64_t steps = (time - counted_to_) / step();
    left_ -= steps;
    counted_to_ += steps * step();
}

void Iwdg::settle(Fabric& fabric) {
    const Picoseconds now = fabric.now();
    if (pr_update_ && pr_update_->at <= now) {
        count_to(pr_update_->at);
        pr_ = pr_update_->value;
        pr_update_.reset();
    }
    if (rlr_update_ && rlr_update_->at <= now) {
        count_to(rlr_update_->at);
        rlr_ = rlr_update_->value;
        if (std::exchange(reload_follows_, false)) reload(rlr_update_->at);
        rlr_update_.reset();
    }
    count_to(now);
    frozen_ = fabric.core_halted() && (fabric.dbgmcu_cr() & DBG_IWDG_STOP) != 0;
    if (running_ && left_ <= 0) {
        running_ = false;
        fabric.request_reset(ResetCause::independent_watchdog);
    }
    plan(fabric);
}

void Iwdg::plan(Fabric& fabric) {
    std::optional<Picoseconds> next;
    const auto at = [&next](Picoseconds when) { next = next ? std::min(*next, when) : when; };
    if (running_ && !frozen_) at(counted_to_ + left_ * step());
    if (pr_update_) at(pr_update_->at);
    if (rlr_update_) at(rlr_update_->at);
    if (next) fabric.wake_at(*this, *next);
}

void Iwdg::reset(Fabric& fabric, ResetCause) {
    const bool hardware_start = hardware_start_;
    *this = Iwdg();
    hardware_start_ = hardware_start;
    if (fabric.clocks().lsi_hz != 0) lsi_period_ = period_of(fabric.clocks().lsi_hz, {.hclk_hz = 0});
    if (hardware_start_) start(fabric);
    plan(fabric);
}

}  // namespace jig::machine
