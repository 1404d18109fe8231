// SPDX-License-Identifier: Apache-2.0
// GPIO lines through libgpiod.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "port/ports.hpp"

namespace jig::port {

// `chip` is a name, a path or a number: "gpiochip0", "/dev/gpiochip0", "0". Errors: as Ports::open_gpio().
[[nodiscard]] Result<std::unique_ptr<GpioLines>> open_gpio_linux(const std::string& chip,
                                                                 std::span<const GpioLine> lines);

}  // namespace jig::port
