// SPDX-License-Identifier: Apache-2.0
// What leaves a timer: reference signals, pads and the trigger output, RM0008 14.3.8, 14.4.2 (MMS) and table 83.
#include <algorithm>

#include "machine/peripherals/registers.hpp"
#include "machine/peripherals/timer.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CCxE = bit(0), CCxP = bit(1), CCxNE = bit(2), CCxNP = bit(3);
constexpr std::uint32_t OSSI = bit(10), OSSR = bit(11), MOE = bit(15);
constexpr unsigned OIS1 = 8;  // in CR2: OIS1, OIS1N, OIS2, ...
constexpr std::uint32_t update_is_trgo = 2, compare_is_trgo = 3, OC1REF_is_trgo = 4;

// A lamp blinks and a servo turns far below this; edges of anything faster are not shown one by one.
constexpr Picoseconds fastest_shown_round = std::chrono::microseconds{2};

}  // namespace

void Timer::update_references(Fabric& fabric, const TimerEvents& events) {
    const std::uint32_t before = references_;
    for (unsigned channel = 0; channel < channels; ++channel) {
        const CompareState state{.mode = field(ccmr_[channel / 2] >> (8 * (channel % 2)), 6, 4),
                                 .count = counter_.value(),
                                 .compare = counter_.compare_value(channel),
                                 .down = counter_.down,
                                 .reached = (events.reached & bit(channel)) != 0,
                                 .odd = (events.odd & bit(channel)) != 0};
        const bool high = channel_mode(channel) == 0 && output_reference((before & bit(channel)) != 0, state);
        references_ = replaced(references_, high ? bit(channel) : 0, bit(channel));
    }
    for (unsigned channel = 0; channel < channels; ++channel) {
        if ((references_ & ~before & bit(channel)) == 0) continue;
        fabric.trigger(Trigger::compare(config_.number, channel + 1));
        trigger_output(fabric, OC1REF_is_trgo + channel);
    }
}

// TRGO, when `master_mode` is the event that MMS has chosen for it.
void Timer::trigger_output(Fabric& fabric, std::uint32_t master_mode) const {
    if (field(cr2_, 6, 4) == master_mode) fabric.trigger(Trigger::trgo(config_.number));
}

OutputPair Timer::levels_of(unsigned channel) const {
    if (channel_mode(channel) != 0) return {};
    const std::uint32_t ccer = ccer_ >> (4 * channel);
    const std::uint32_t ois = cr2_ >> (OIS1 + 2 * channel);
    const bool advanced = config_.kind == TimerKind::advanced;
    return output_levels((references_ & bit(channel)) != 0, {.MOE = !advanced || (bdtr_ & MOE) != 0,
                                                             .OSSI = (bdtr_ & OSSI) != 0,
                                                             .OSSR = (bdtr_ & OSSR) != 0,
                                                             .CCxE = (ccer & CCxE) != 0,
                                                             .CCxP = (ccer & CCxP) != 0,
                                                             .CCxNE = (ccer & CCxNE) != 0,
                                                             .CCxNP = (ccer & CCxNP) != 0,
                                                             .OISx = (ois & 1) != 0,
                                                             .OISxN = (ois & 2) != 0});
}

void Timer::drive_outputs(Fabric& fabric) {
    const bool nothing_shown = std::ranges::all_of(shown_, [](const Output& o) { return o.level == Level::floating; });
    if (ccer_ == 0 && nothing_shown) return;
    const TimerPins pins = timer_pins(config_.number, fabric.afio_mapr());
    for (unsigned channel = 0; channel < channels; ++channel) {
        const OutputPair levels = levels_of(channel);
        drive(fabric, channel, {.pin = pins.channel[channel], .level = levels.OCx});
        if (config_.kind == TimerKind::advanced && channel < pins.complementary.size())
            drive(fabric, channels + channel, {.pin = pins.complementary[channel], .level = levels.OCxN});
    }
}

// An output that has moved to another pad leaves the old one.
void Timer::drive(Fabric& fabric, unsigned output, const Output& wanted) {
    Output& shown = shown_[output];
    if (shown == wanted) return;
    const Output before = shown;
    shown = wanted;
    if (before.pin != wanted.pin && before.level != Level::floating) fabric.drive_function(before.pin, Level::floating);
    if (before.level != wanted.level || wanted.level != Level::floating)
        fabric.drive_function(wanted.pin, wanted.level);
}

bool Timer::wakes_for_update(const Fabric& fabric) const {
    const std::uint32_t mms = field(cr2_, 6, 4);
    if (mms == update_is_trgo && fabric.trigger_wanted(Trigger::trgo(config_.number))) return true;
    if (config_.kind == TimerKind::basic) return false;
    for (unsigned channel = 0; channel < channels; ++channel)
        if (wakes_for_channel(fabric, channel)) return true;
    return false;
}

bool Timer::wakes_for_channel(const Fabric& fabric, unsigned channel) const {
    if (config_.kind == TimerKind::basic || channel_mode(channel) != 0) return false;
    const std::uint32_t mms = field(cr2_, 6, 4);
    const bool is_trgo = mms == OC1REF_is_trgo + channel || (mms == compare_is_trgo && channel == 0);
    if (is_trgo && fabric.trigger_wanted(Trigger::trgo(config_.number))) return true;
    if (fabric.trigger_wanted(Trigger::compare(config_.number, channel + 1))) return true;
    const auto round = counter_.round_time();
    if (!round || *round < fastest_shown_round) return false;
    const auto watched = [&](const Output& o) { return o.level != Level::floating && fabric.function_watched(o.pin); };
    return watched(shown_[channel]) || (channel + channels < outputs && watched(shown_[channels + channel]));
}

}  // namespace jig::machine
