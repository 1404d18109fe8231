// SPDX-License-Identifier: Apache-2.0
#include "machine/testing/recording_fabric.hpp"

namespace jig::machine::testing {

void RecordingFabric::set_irq(unsigned position, bool asserted) {
    if (asserted) {
        irqs.insert(position);
    } else {
        irqs.erase(position);
    }
}

bool RecordingFabric::pad_is_high(Pin pin) const {
    const auto chip = driven.find(pin);
    if (chip != driven.end() && chip->second.level != Level::floating) return chip->second.level == Level::high;
    const auto outside = board.find(pin);
    if (outside != board.end() && outside->second != Level::floating) return outside->second == Level::high;
    if (chip != driven.end() && chip->second.pull != Level::floating) return chip->second.pull == Level::high;
    return true;
}

void RecordingFabric::drive(Pin pin, Level level, Level pull) {
    driven.insert_or_assign(pin, Drive{pin, level, pull});
    drives.push_back({pin, level, pull});
}

void RecordingFabric::run_until(Device& device, Picoseconds until) {
    while (appointment && *appointment <= until) {
        time = std::max(time, *appointment);
        appointment.reset();
        device.tick(*this);
    }
    time = until;
}

}  // namespace jig::machine::testing
