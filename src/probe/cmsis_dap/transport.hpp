// SPDX-License-Identifier: Apache-2.0
// The seam below the CMSIS-DAP driver: packets there and back, over HID reports (version 1) or bulk endpoints
// (version 2).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "port/ports.hpp"

namespace jig::probe::cmsis_dap {

// The longest command, a packet of accesses that all end in WAIT after every retry, takes a fraction of this.
inline constexpr Duration transfer_timeout = std::chrono::seconds(3);

class Transport {
 public:
    virtual ~Transport() = default;
    // Errors: link (unplugged), timeout.
    virtual Result<void> send(ByteView request) = 0;
    // The next answer, in the order of the requests; a view that the next call overwrites. Errors: as send().
    virtual Result<ByteView> receive() = 0;
};

// Where a CMSIS-DAP probe listens among a device's interfaces. Arm, CMSIS-DAP 2.1, "Communication via USB": the name of
// the interface holds "CMSIS-DAP"; of a HID device, the product's name may instead.
struct Interface {
    int number = 0;
    std::uint8_t out_endpoint = 0;
    std::uint8_t in_endpoint = 0;
    bool is_hid = false;
    std::size_t report_bytes = 0;  // HID: every report has this length
};
// Bulk before HID, because it is faster; nothing for a device that is no such probe.
[[nodiscard]] std::optional<Interface> find_interface(const port::UsbDeviceInfo& device);

// Answers that a program which died has left unread are thrown away: each would pass for the answer to the next
// command. Errors: no_probe, link (in use).
[[nodiscard]] Result<std::unique_ptr<Transport>> open_transport(port::Ports& ports, const port::UsbDeviceInfo& device,
                                                                const Interface& interface);

}  // namespace jig::probe::cmsis_dap
