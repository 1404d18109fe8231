// SPDX-License-Identifier: Apache-2.0
// The private peripheral bus 0xE0000000..0xE00FFFFF: which unit answers an address, and the system control space that
// NVIC, SCB and the debug unit share. DDI 0403 B3.1.1.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t itm_base = 0xE0000000;
constexpr std::uint32_t dwt_base = 0xE0001000;
constexpr std::uint32_t fpb_base = 0xE0002000;
constexpr std::uint32_t scs_base = 0xE000E000;
constexpr std::uint32_t tpiu_base = 0xE0040000;
constexpr std::uint32_t unit_mask = 0xFFFFF000;

// Registers that take bytes and half-words, DDI 0403 B3.2.2: SHPR1-3, CFSR, and NVIC_IPR.
bool takes_narrow(std::uint32_t offset) {
    return (offset >= 0x400 && offset < 0x4F0) || (offset >= 0xD18 && offset < 0xD24) ||
           (offset >= 0xD28 && offset < 0xD2C);
}
bool write_one_to_clear(std::uint32_t offset) { return offset >= 0xD28 && offset < 0xD2C; }

// CoreSight identification at the end of each unit, DDI 0337 tables of the units: PIDR4..7, PIDR0..3, CIDR0..3.
std::uint32_t identification(std::uint32_t unit, std::uint32_t offset) {
    if (offset < 0xFD0) return 0;
    const std::uint32_t index = (offset - 0xFD0) / 4;
    if (index == 0) return 0x04;
    if (index < 4) return 0;
    constexpr std::uint32_t component[] = {0x0D, 0xE0, 0x05, 0xB1};
    constexpr std::uint32_t tpiu_component[] = {0x0D, 0x90, 0x05, 0xB1};
    if (index >= 8) return (unit == tpiu_base ? tpiu_component : component)[index - 8];
    std::uint32_t part = 0;
    std::uint32_t revision = 0x1B;
    switch (unit) {
        case itm_base: part = 0x01; break;
        case dwt_base: part = 0x02; break;
        case fpb_base: part = 0x03; break;
        case tpiu_base: part = 0x23; break;
        default: part = 0x00; break;  // the SCS
    }
    if (unit == itm_base || unit == dwt_base || unit == fpb_base) revision = 0x0B + (unit == fpb_base ? 0x00 : 0x10);
    const std::uint32_t pidr[] = {part, unit == tpiu_base ? 0xB9u : 0xB0u, revision, 0x00};
    return pidr[index - 4];
}

}  // namespace

BusReply CoreState::read_system(std::uint32_t address, Width width, bool by_debugger) {
    const std::uint32_t unit = address & unit_mask;
    const std::uint32_t offset = address & ~unit_mask & ~3u;
    std::uint32_t word = 0;
    switch (unit) {
        case itm_base: word = offset >= 0xFD0 ? identification(unit, offset) : trace.read_itm(offset); break;
        case dwt_base: word = offset >= 0xFD0 ? identification(unit, offset) : dwt.read(offset, cycle); break;
        case fpb_base: word = offset >= 0xFD0 ? identification(unit, offset) : fpb.read(offset); break;
        case tpiu_base: word = offset >= 0xFD0 ? identification(unit, offset) : trace.read_tpiu(offset); break;
        case scs_base: word = offset >= 0xFD0 ? identification(unit, offset) : read_scs(offset, by_debugger); break;
        default:
            if (by_debugger) return {.fault = true};
            return bus->read(address, width, Master::core_data);
    }
    if (unit == scs_base && !by_debugger) bus->own_register_read(address, word);
    const std::uint32_t shifted = word >> (8 * (address & 3));
    return {.value = width == Width::word ? word : width == Width::half ? shifted & 0xFFFF : shifted & 0xFF};
}

BusReply CoreState::write_system(std::uint32_t address, Width width, std::uint32_t value, bool by_debugger) {
    const std::uint32_t unit = address & unit_mask;
    const std::uint32_t offset = address & ~unit_mask & ~3u;
    if (width != Width::word && unit == scs_base) {
        const unsigned shift = 8 * (address & 3);
        const std::uint32_t mask = (width == Width::half ? 0xFFFFu : 0xFFu) << shift;
        value = (value << shift) & mask;
        if (!takes_narrow(offset)) return {};  // UNPREDICTABLE; the M3 ignores it
        if (!write_one_to_clear(offset)) value |= read_scs(offset, true) & ~mask;
    }
    switch (unit) {
        case itm_base: trace.write_itm(offset, value); break;
        case dwt_base:
            dwt.write(offset, value, cycle);
            choose_data_windows();
            break;
        case fpb_base:
            forget_breakpoints();
            fpb.write(offset, value);
            forget_breakpoints();
            choose_data_windows();
            break;
        case tpiu_base: trace.write_tpiu(offset, value); break;
        case scs_base: write_scs(offset, value, by_debugger); break;
        default:
            if (by_debugger) return {.fault = true};
            return bus->write(address, width, value, Master::core_data);
    }
    attend();
    return {};
}

}  // namespace jig::machine
