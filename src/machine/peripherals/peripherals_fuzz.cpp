// SPDX-License-Identifier: Apache-2.0
// Any sequence of register accesses, pin levels, answers from outside and passing time leaves the peripherals in one
// piece.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "machine/memory_map.hpp"
#include "machine/outside.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

constexpr std::size_t step_bytes = 8;
constexpr std::size_t most_steps = 256;  // keeps one input under a few milliseconds
constexpr int longest_wait = 35;         // 2^34 ps: DMA that never ends makes some 30,000 transfers meanwhile
constexpr std::array widths = {Width::byte, Width::half, Width::word, Width::word};

Pin pin_of(std::uint32_t value) {
    return {static_cast<char>('A' + value / 16 % 7), static_cast<std::uint8_t>(value % 16)};
}

// Sends back what it was sent, acknowledges or not, and holds pads at the levels that the chip gives their neighbours.
class Echo final : public Outside {
 public:
    explicit Echo(bool acknowledges) : acknowledges_(acknowledges) {}
    std::uint16_t spi_exchange(unsigned, std::uint16_t mosi, unsigned, Picoseconds) override { return mosi; }
    bool i2c_start(unsigned, std::uint8_t, Picoseconds) override { return acknowledges_; }
    bool i2c_write(unsigned, std::uint8_t byte, Picoseconds) override {
        byte_ = byte;
        return acknowledges_ || byte % 2 == 0;
    }
    std::uint8_t i2c_read(unsigned, Picoseconds) override { return byte_; }
    void i2c_stop(unsigned, Picoseconds) override {}
    [[nodiscard]] std::span<const Pin> listens_to() const override { return pins; }
    void pad_changed(OutsidePads& pads, Pin pin, bool high, Picoseconds) override {
        pads.set_outside_level({pin.port, static_cast<std::uint8_t>(pin.number + 1)}, high ? Level::high : Level::low);
    }

 private:
    static constexpr std::array<Pin, 2> pins = {{{'A', 4}, {'B', 6}}};
    bool acknowledges_;
    std::uint8_t byte_ = 0;
};

// One step: what to do, which device, which register, a shift of time, and a word.
void take_step(testing::ChipOnDesk& desk, ByteView step) {
    const auto slots = peripheral_slots();
    const PeripheralSlot& slot = slots[step[1] % slots.size()];
    const std::uint32_t address = slot.base + std::uint32_t{step[2]} * 4 + step[0] / 64;
    const Width width = widths[step[0] / 16 % widths.size()];
    const std::uint32_t value = load_le32(step.subspan(4));
    switch (step[0] % 16) {
        case 0: desk.chip.debug_read(address, width); break;
        case 1: desk.chip.set_input(pin_of(value), Level::low); break;
        case 2: desk.chip.set_input(pin_of(value), Level::high); break;
        case 3: desk.chip.send_to_uart(1 + value % 5, step.subspan(4)); break;
        case 4: desk.chip.set_debug_power(value % 2 == 0); break;
        case 5: desk.chip.set_input_voltage(pin_of(value), value % (vdda_millivolts + 1)); break;
        case 6: desk.chip.clock_spi(1 + value % 3, static_cast<std::uint16_t>(value)); break;
        default: desk.chip.debug_write(address, width, value); break;
    }
    desk.pass(Picoseconds{std::int64_t{1} << step[3] % longest_wait});
}

}  // namespace
}  // namespace jig::machine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::machine;
    const std::span<const std::uint8_t> input(data, size);
    Echo outside(size % 2 == 0);
    testing::ChipOnDesk desk({.flash_bytes = 2048, .sram_bytes = 2048});
    desk.chip.answer_polls(true);
    std::array<Pin, 16> watched;
    for (std::uint8_t i = 0; i < watched.size(); ++i) watched[i] = {'A', i};
    desk.chip.watch_pins(watched);
    desk.chip.connect(&outside);
    desk.start();
    for (const std::uint32_t rcc : {0x40021014U, 0x40021018U, 0x4002101CU}) desk.write(rcc, 0xFFFFFFFF);
    for (std::size_t at = 0, steps = 0; at + step_bytes <= size && steps < most_steps; at += step_bytes, ++steps)
        take_step(desk, input.subspan(at, step_bytes));
    return 0;
}
