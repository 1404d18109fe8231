// SPDX-License-Identifier: Apache-2.0
// What two boards' memory devices on SPI and I2C have not in common.
#pragma once

#include "inspect/boot/inputs.hpp"

namespace jig::inspect {

// Devices that hang on the same pins are the same one on both boards. Adds whether each is there, who it says it is,
// and what it holds.
void add_device_inputs(const World& golden, const World& copy, std::vector<Input>& inputs);

}  // namespace jig::inspect
