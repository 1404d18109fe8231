// SPDX-License-Identifier: Apache-2.0
// SWD on GPIO lines as a Probe: a Raspberry Pi inside a fixture.
#pragma once

#include <memory>
#include <string_view>

#include "port/ports.hpp"
#include "probe/probe.hpp"

namespace jig::probe::gpio_swd {

// `text` is CHIP:SWCLK:SWDIO or CHIP:SWCLK:SWDIO:NRST, with the lines' numbers on that chip. Errors: usage (not such a
// text, a line named twice), no_probe, link.
[[nodiscard]] Result<std::unique_ptr<Probe>> open(port::Ports& ports, std::string_view text);

}  // namespace jig::probe::gpio_swd
