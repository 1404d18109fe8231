// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/settling.hpp"

namespace jig::inspect {
namespace {

constexpr unsigned hard_fault = 3;
constexpr unsigned usage_fault = 6;
// One reset may be meant (a bootloader that hands over, option bytes that are loaded); three in a row are not.
constexpr std::uint64_t resets_of_a_loop = 3;

}  // namespace

Settled settled_of(const LastMoments& moments) {
    using machine::CoreActivity;
    if (moments.recent_resets >= resets_of_a_loop) return Settled::reset_loop;
    switch (moments.activity) {
        case CoreActivity::locked_up: return Settled::locked_up;
        case CoreActivity::halted: return Settled::halted;
        case CoreActivity::stop:
        case CoreActivity::standby: return Settled::low_power;
        case CoreActivity::no_power:
        case CoreActivity::in_reset: return Settled::no_start;
        case CoreActivity::running:
        case CoreActivity::sleeping: break;
    }
    if (moments.instructions == 0) return Settled::no_start;
    if (moments.exception >= hard_fault && moments.exception <= usage_fault) return Settled::fault_handler;
    if (!moments.earlier.covers(moments.later)) return Settled::unsettled;
    return moments.activity == CoreActivity::sleeping ? Settled::sleep : Settled::loop;
}

}  // namespace jig::inspect
