// SPDX-License-Identifier: Apache-2.0
// The FlashProgrammer of a chip behind its UART: whoever speaks for it there does the work.
#pragma once

#include <memory>

#include "flash/programmer.hpp"
#include "probe/uart_bootloader/serial_chip.hpp"

namespace jig::flash {

// `chip` outlives it. checksum() is unsupported through the ROM bootloader alone.
[[nodiscard]] std::unique_ptr<FlashProgrammer> serial_programmer(probe::uart_bootloader::SerialChip& chip,
                                                                 const Geometry& geometry);

}  // namespace jig::flash
