// SPDX-License-Identifier: Apache-2.0
// The board's debug pins as lines of a GPIO chip, as a computer inside a fixture has them.
#pragma once

#include <memory>
#include <span>

#include "bench/swd/adapter_board.hpp"
#include "bench/swd/swj_port.hpp"
#include "port/ports.hpp"

namespace jig::bench {

// The chip that every board of the bench with probe = "gpio" has, and its lines: SWCLK, SWDIO, nRST.
inline constexpr const char* gpio_chip = "bench";
inline constexpr unsigned gpio_lines = 3;

// `wire` and `board` must outlive the lines. Errors: no_probe (no such line).
[[nodiscard]] Result<std::unique_ptr<port::GpioLines>> open_gpio_lines(SwjPort& wire, AdapterBoard& board,
                                                                       std::span<const port::GpioLine> lines);

}  // namespace jig::bench
