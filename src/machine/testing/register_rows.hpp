// SPDX-License-Identifier: Apache-2.0
// One row per register, as the manual's register map prints it, and the check that a device keeps to it.
#pragma once

#include <gtest/gtest.h>

#include <span>

#include "machine/testing/recording_fabric.hpp"

namespace jig::machine::testing {

struct RegisterRow {
    const char* name;
    std::uint32_t offset;
    std::uint32_t reset;     // what a read gives after power-on reset
    std::uint32_t writable;  // bits that read back what was written
};

inline std::uint32_t read_word(Device& device, Fabric& fabric, std::uint32_t offset) {
    return device.read(fabric, offset, Width::word).value;
}
inline void write_word(Device& device, Fabric& fabric, std::uint32_t offset, std::uint32_t value) {
    device.write(fabric, offset, Width::word, value);
}

// Every register reads its reset value, then keeps of 0xFFFFFFFF and of 0 exactly its writable bits. `make` gives a
// fresh device, reset, for every row.
template <typename Make>
void expect_registers(RecordingFabric& fabric, std::span<const RegisterRow> rows, const Make& make) {
    for (const RegisterRow& row : rows) {
        SCOPED_TRACE(row.name);
        auto device = make();
        EXPECT_EQ(read_word(device, fabric, row.offset), row.reset);
        write_word(device, fabric, row.offset, 0xFFFFFFFF);
        EXPECT_EQ(read_word(device, fabric, row.offset) & row.writable, row.writable);
        EXPECT_EQ(read_word(device, fabric, row.offset) & ~row.writable, row.reset & ~row.writable);
        write_word(device, fabric, row.offset, 0);
        EXPECT_EQ(read_word(device, fabric, row.offset) & row.writable, 0u);
    }
}

}  // namespace jig::machine::testing
