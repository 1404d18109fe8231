// SPDX-License-Identifier: Apache-2.0
// Straps, levels and lamps around the chip.
#include "board/board.hpp"

namespace jig::board {

namespace {

constexpr machine::Pin boot1{'B', 2};  // RM0008 3.4: BOOT1 is PB2, sampled at reset

machine::ChipFaults chip_faults(const Faults& faults) {
    return {.seed = faults.seed,
            .power_cut_at = faults.power_cut_at,
            .power_cut_at_erase = faults.power_cut_at_erase,
            .power_cut_at_option = faults.power_cut_at_option,
            .weak_bits = faults.weak_bits};
}

std::vector<LampState> dark_lamps(const std::vector<Lamp>& lamps) {
    std::vector<LampState> states;
    states.reserve(lamps.size());
    for (const Lamp& lamp : lamps) states.push_back({.name = lamp.name});
    return states;
}

// A lamp needs its pin driven: one that floats is dark whichever way round the lamp is wired.
bool lights(const Lamp& lamp, machine::Level level) {
    return level == (lamp.active_low ? machine::Level::low : machine::Level::high);
}

void follow(LampState& state, bool lit, machine::Picoseconds at) {
    if (state.lit == lit) return;
    const bool first_time = state.toggles == 0;
    state.lit = lit;
    state.last_change = at;
    ++state.toggles;
    if (!lit) return;
    if (!first_time) state.period = at - state.last_lit;
    state.last_lit = at;
}

}  // namespace

Board::Board(const BoardDescription& description, machine::ChipStorage storage)
    : description_(description),
      surroundings_(std::make_unique<Surroundings>(description.devices)),
      chip_(description.chip, storage, chip_faults(description.faults)),
      lamps_(dark_lamps(description.lamps)) {
    std::vector<machine::Pin> watched;
    watched.reserve(description_.lamps.size());
    for (const Lamp& lamp : description_.lamps) watched.push_back(lamp.pin);
    chip_.watch_pins(watched);
    chip_.connect(surroundings_.get());
}

Board::Board(const Board& other, machine::ChipStorage storage)
    : description_(other.description_),
      surroundings_(std::make_unique<Surroundings>(*other.surroundings_)),
      chip_(other.chip_, storage),
      lamps_(other.lamps_) {
    chip_.connect(surroundings_.get());
}

void Board::power_on() {
    if (chip_.powered()) return;
    surroundings_->power_on();
    for (const machine::Pin pin : surroundings_->driven()) chip_.set_input(pin, machine::Level::floating);
    strap_pins();
    (void)chip_.take_edges();
    lamps_ = dark_lamps(description_.lamps);
    chip_.power_on();
    follow_lamps();
}

void Board::power_off() {
    chip_.power_off();
    follow_lamps();
}

// BOOT1 is strapped low unless the bench file drives its pin high, so that BOOT0 alone chooses the ROM bootloader.
void Board::strap_pins() {
    const auto strap = description_.pins.find(boot1);
    chip_.set_boot_pins(description_.boot0_high,
                        strap != description_.pins.end() && strap->second == machine::Level::high);
    for (const auto& [pin, level] : description_.pins) chip_.set_input(pin, level);
    for (const auto& [pin, millivolts] : description_.voltages) chip_.set_input_voltage(pin, millivolts);
}

void Board::run_until(machine::Picoseconds time) {
    chip_.run_until(time);
    follow_lamps();
}

void Board::watch_all_pins() {
    std::vector<machine::Pin> pins;
    for (char port = 'A'; port <= 'G'; ++port)
        for (std::uint8_t number = 0; number < 16; ++number) pins.push_back({port, number});
    chip_.watch_pins(pins);
    all_pins_watched_ = true;
}

void Board::follow_lamps() {
    const std::vector<machine::PinEdge> edges = chip_.take_edges();
    if (all_pins_watched_) edges_.insert(edges_.end(), edges.begin(), edges.end());
    for (const machine::PinEdge& edge : edges)
        for (std::size_t i = 0; i < lamps_.size(); ++i)
            if (description_.lamps[i].pin == edge.pin)
                follow(lamps_[i], lights(description_.lamps[i], edge.level), edge.at);
}

}  // namespace jig::board
