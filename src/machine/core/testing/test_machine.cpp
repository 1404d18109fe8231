// SPDX-License-Identifier: Apache-2.0
// The machine that the core's tests run on.
#include "machine/core/testing/test_machine.hpp"

#include <cstring>

namespace jig::machine::testing {

namespace {

constexpr std::uint32_t kCpuid = 0x411FC231;
constexpr std::uint16_t kBranchToSelf = 0xE7FE;

std::uint8_t* place(TestMachine& machine, std::uint32_t address) {
    if (address < kMemoryBytes) return &machine.flash[address];
    if (address - kFlash < kMemoryBytes) return &machine.flash[address - kFlash];
    if (address - kSram < kMemoryBytes) return &machine.sram[address - kSram];
    return nullptr;
}

}  // namespace

TestMachine::TestMachine() : flash(kMemoryBytes, 0xFF), sram(kMemoryBytes, 0), core(*this, kCpuid) {
    const std::array<MemoryWindow, 3> windows = {{
        {.base = kFlash, .size = kMemoryBytes, .data = flash.data()},
        {.base = kSram, .size = kMemoryBytes, .data = sram.data(), .writable = true},
        {.base = 0, .size = kMemoryBytes, .data = flash.data()},
    }};
    core.map(windows);
    put_word(kFlash, kStackTop);
    put_word(kFlash + 4, kCode | 1);
    for (unsigned n = 2; n < 76; ++n) {
        put_word(kFlash + 4 * n, (kHandlers + 0x10 * n) | 1);
        put_handler(n, {kBranchToSelf});
    }
}

void TestMachine::put(std::uint32_t address, std::initializer_list<std::uint16_t> code) {
    std::uint32_t at = address;
    for (const std::uint16_t half : code) {
        std::memcpy(place(*this, at), &half, sizeof half);
        at += 2;
    }
    core.code_changed(address, at - address);
}

void TestMachine::put_word(std::uint32_t address, std::uint32_t value) {
    std::memcpy(place(*this, address), &value, sizeof value);
    core.code_changed(address, sizeof value);
}

std::uint32_t TestMachine::word(std::uint32_t address) const {
    std::uint32_t value = 0;
    std::memcpy(&value, place(const_cast<TestMachine&>(*this), address), sizeof value);
    return value;
}

void TestMachine::put_handler(unsigned exception, std::initializer_list<std::uint16_t> code) {
    put(kHandlers + 0x10 * exception, code);
}

void TestMachine::start() {
    core.power_on_reset();
    core.release_reset();
    set_scs(kDhcsr, 0xA05F0003);
}

void TestMachine::step(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
        set_scs(kDhcsr, 0xA05F0005);
        core.run(core.cycle() + 1);
    }
}

void TestMachine::let_go() { set_scs(kDhcsr, 0xA05F0000); }

std::uint32_t TestMachine::reg(unsigned index) {
    set_scs(kDcrsr, index);
    return scs(kDcrdr);
}

void TestMachine::set_reg(unsigned index, std::uint32_t value) {
    set_scs(kDcrdr, value);
    set_scs(kDcrsr, 0x10000 | index);
}

BusReply TestMachine::read(std::uint32_t address, Width width, Master) {
    if (const std::uint8_t* bytes = place(*this, address)) {
        BusReply reply;
        std::memcpy(&reply.value, bytes, static_cast<std::size_t>(width));
        return reply;
    }
    if (on_device_read && address - kDevice < 0x1000) return on_device_read(address - kDevice);
    return {.fault = true};
}

BusReply TestMachine::write(std::uint32_t address, Width, std::uint32_t value, Master) {
    if (on_device_write && address - kDevice < 0x1000) return on_device_write(address - kDevice, value);
    return {.fault = true};
}

}  // namespace jig::machine::testing
