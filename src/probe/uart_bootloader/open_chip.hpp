// SPDX-License-Identifier: Apache-2.0
// The chip behind "uart:PATH…", by the quickest way there is to it.
#pragma once

#include <memory>
#include <string_view>

#include "probe/uart_bootloader/serial_chip.hpp"

namespace jig::probe::uart_bootloader {

// `text` is what stands behind "uart:". `ports` must outlive the chip. Errors: usage, no_probe, link.
[[nodiscard]] Result<std::unique_ptr<SerialChip>> open_chip(port::Ports& ports, std::string_view text);

}  // namespace jig::probe::uart_bootloader
