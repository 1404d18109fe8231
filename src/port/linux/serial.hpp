// SPDX-License-Identifier: Apache-2.0
// Serial ports and ptys through termios.
#pragma once

#include <memory>
#include <string>

#include "port/ports.hpp"

namespace jig::port {

// Raw, 8 bits, 115200 baud, no parity until told otherwise. `clock` must outlive the port. Errors: no_probe (no such
// file, no permission), usage (not a terminal).
[[nodiscard]] Result<std::unique_ptr<SerialPort>> open_serial_linux(Clock& clock, const std::string& path);

}  // namespace jig::port
