// SPDX-License-Identifier: Apache-2.0
// What a board says on a UART, compared as a reader would: numbers and the moment when time is up do not count.
#pragma once

#include <string>

#include "inspect/boot/boot_record.hpp"

namespace jig::inspect {

// What either has said when nine tenths of the time are over, the other has said too in the end. Serial numbers and
// measured values may differ between healthy boards, so numbers, also those in hex, are all one.
[[nodiscard]] bool same_text(const BootRecord& golden, const BootRecord& copy, unsigned usart);

// For a person: the last line with something in it.
[[nodiscard]] std::string last_line(const BootRecord& record, unsigned usart);

// "unit 34ffda05 ready" as "unit # ready".
[[nodiscard]] std::string without_numbers(std::string_view text);

}  // namespace jig::inspect
