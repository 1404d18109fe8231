// SPDX-License-Identifier: Apache-2.0
// The machine that the core's tests run on.
#include "machine/core/testing/test_machine.hpp"

#include <cstring>

namespace jig::machine::testing {

namespace {

constexpr std::uint32_t cpuid_r1p1 = 0x411FC231;
constexpr std::uint16_t branch_to_self = 0xE7FE;

std::uint8_t* place(TestMachine& machine, std::uint32_t address) {
    if (address < memory_bytes) return &machine.flash[address];
    if (address - flash_base < memory_bytes) return &machine.flash[address - flash_base];
    if (address - sram_base < memory_bytes) return &machine.sram[address - sram_base];
    return nullptr;
}

}  // namespace

TestMachine::TestMachine() : flash(memory_bytes, 0xFF), sram(memory_bytes, 0), core(*this, cpuid_r1p1) {
    const std::array<MemoryWindow, 3> windows = {{
        {.base = flash_base, .size = memory_bytes, .data = flash.data()},
        {.base = sram_base, .size = memory_bytes, .data = sram.data(), .writable = true},
        {.base = 0, .size = memory_bytes, .data = flash.data()},
    }};
    core.map(windows);
    put_word(flash_base, stack_top);
    put_word(flash_base + 4, code_base | 1);
    for (unsigned n = 2; n < 76; ++n) {
        put_word(flash_base + 4 * n, (handlers + 0x10 * n) | 1);
        put_handler(n, {branch_to_self});
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
    put(handlers + 0x10 * exception, code);
}

void TestMachine::start() {
    core.power_on_reset();
    core.release_reset();
    set_scs(DHCSR, 0xA05F0003);
}

void TestMachine::step(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
        set_scs(DHCSR, 0xA05F0005);
        core.run(core.cycle() + 1);
    }
}

void TestMachine::let_go() { set_scs(DHCSR, 0xA05F0000); }

std::uint32_t TestMachine::reg(unsigned index) {
    set_scs(DCRSR, index);
    return scs(DCRDR);
}

void TestMachine::set_reg(unsigned index, std::uint32_t value) {
    set_scs(DCRDR, value);
    set_scs(DCRSR, 0x10000 | index);
}

BusReply TestMachine::read(std::uint32_t address, Width width, Master) {
    if (const std::uint8_t* bytes = place(*this, address)) {
        BusReply reply;
        std::memcpy(&reply.value, bytes, static_cast<std::size_t>(width));
        return reply;
    }
    if (on_device_read && address - device_base < 0x1000) return on_device_read(address - device_base);
    return {.fault = true};
}

BusReply TestMachine::write(std::uint32_t address, Width, std::uint32_t value, Master) {
    if (on_device_write && address - device_base < 0x1000) return on_device_write(address - device_base, value);
    return {.fault = true};
}

}  // namespace jig::machine::testing
