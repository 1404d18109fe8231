// SPDX-License-Identifier: Apache-2.0
#include "machine/testing/recording_fabric.hpp"

namespace jig::machine::testing {

BusReply RecordingBus::read(std::uint32_t address, Width width, Master) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < static_cast<unsigned>(width); ++i)
        value |= std::uint32_t{bytes.contains(address + i) ? bytes.at(address + i) : std::uint8_t{0}} << (8 * i);
    accesses.push_back({address, width, false, value});
    return {.value = value, .fault = holes.contains(address), .stall_cycles = stall_cycles};
}

BusReply RecordingBus::write(std::uint32_t address, Width width, std::uint32_t value, Master) {
    for (unsigned i = 0; i < static_cast<unsigned>(width); ++i)
        bytes[address + i] = static_cast<std::uint8_t>(value >> (8 * i));
    accesses.push_back({address, width, true, value});
    return {.fault = holes.contains(address), .stall_cycles = stall_cycles};
}

std::uint16_t RecordingOutside::spi_exchange(unsigned, std::uint16_t mosi, unsigned frame_bits, Picoseconds at) {
    bits = frame_bits;
    events.push_back({'x', mosi, at});
    if (answers.empty()) return 0xFFFF;
    const std::uint16_t answer = answers.front();
    answers.pop_front();
    return answer;
}

bool RecordingOutside::i2c_start(unsigned, std::uint8_t address, Picoseconds at) {
    events.push_back({'s', address, at});
    return acknowledges;
}

bool RecordingOutside::i2c_write(unsigned, std::uint8_t byte, Picoseconds at) {
    events.push_back({'w', byte, at});
    if (acknowledged_writes == 0) return false;
    --acknowledged_writes;
    return true;
}

std::uint8_t RecordingOutside::i2c_read(unsigned, Picoseconds at) {
    std::uint8_t byte = 0xFF;
    if (!answers.empty()) {
        byte = static_cast<std::uint8_t>(answers.front());
        answers.pop_front();
    }
    events.push_back({'r', byte, at});
    return byte;
}

void RecordingOutside::i2c_stop(unsigned, Picoseconds at) { events.push_back({'p', 0, at}); }

std::string RecordingOutside::kinds() const {
    std::string text;
    for (const Event& event : events) text += event.kind;
    return text;
}

void RecordingFabric::set_dma_request(DmaRequest request, bool asserted) {
    if (asserted) {
        dma_lines.insert(request);
    } else {
        dma_lines.erase(request);
    }
}

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
