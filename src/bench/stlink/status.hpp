// SPDX-License-Identifier: Apache-2.0
// The status codes of an ST-Link's debug commands, as OpenOCD's and pyOCD's drivers name them.
#pragma once

#include <cstdint>

namespace jig::bench {

enum class StlinkStatus : std::uint8_t {
    ok = 0x80,
    unknown_jtag_chain = 0x04,
    no_device = 0x05,
    command_error = 0x08,
    get_idcode_error = 0x09,
    alignment_error = 0x0A,
    other_mode = 0x0E,
    ap_wait = 0x10,
    ap_fault = 0x11,
    ap_error = 0x12,
    ap_parity_error = 0x13,
    dp_wait = 0x14,
    dp_fault = 0x15,
    dp_error = 0x16,
    dp_parity_error = 0x17,
    ap_write_data_error = 0x18,
    ap_sticky_overrun = 0x1A,
    bad_ap = 0x1D,
    frequency_unsupported = 0x41,
    unknown_command = 0x42,
};

}  // namespace jig::bench
