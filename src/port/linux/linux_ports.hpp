// SPDX-License-Identifier: Apache-2.0
// The Ports of a Linux computer: libusb, sockets, ttys and the monotonic clock.
#pragma once

#include <memory>

#include "port/ports.hpp"

namespace jig::port {

// Costs nothing until used: libusb starts with the first USB call, so that a machine without USB can still do the rest.
[[nodiscard]] std::unique_ptr<Ports> linux_ports();

}  // namespace jig::port
