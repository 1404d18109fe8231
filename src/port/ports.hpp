// SPDX-License-Identifier: Apache-2.0
// What the computer offers to a driver: byte channels and a clock. One implementation talks to Linux, another is the
// virtual bench; drivers cannot tell which they were given. Every call that can wait takes its timeout.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace jig::port {

// USB 2.0, 9.6.6.
struct UsbEndpoint {
    std::uint8_t address = 0;  // bit 7: IN
    std::uint16_t packet_bytes = 0;
    bool is_interrupt = false;  // else bulk
};

struct UsbInterfaceInfo {
    int number = 0;
    std::uint8_t usb_class = 0;  // 0x03: HID, 0xFF: the vendor's own
    std::string name{};
    std::vector<UsbEndpoint> endpoints{};
};

// One device on the bus, as the list shows it, unopened.
struct UsbDeviceInfo {
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string path;    // bus and ports, as Linux names them: "1-2.3"; stays the same for the same socket
    std::string serial;  // as the descriptor holds it, decoded to printable text; may be empty or repeat
    std::string product_name;
    std::vector<UsbInterfaceInfo> interfaces{};  // of its active configuration
};

// An opened USB device with interface `interface` claimed; closing releases it.
class UsbDevice {
 public:
    virtual ~UsbDevice() = default;
    // Sends all of `data` on an OUT endpoint (bulk or interrupt). Errors: link (unplugged), timeout.
    virtual Result<void> write(std::uint8_t endpoint, ByteView data, Duration timeout) = 0;
    // Reads one transfer of at most out.size() bytes from an IN endpoint; the number read. Errors: link, timeout.
    virtual Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout) = 0;
    // A port reset; the device must be opened anew if it comes back as another. Errors: link.
    virtual Result<void> reset() = 0;
};

class TcpStream {
 public:
    virtual ~TcpStream() = default;
    virtual Result<void> write(ByteView data, Duration timeout) = 0;
    // Fills all of `out`. Errors: link (closed by the peer), timeout.
    virtual Result<void> read(MutableByteView out, Duration timeout) = 0;
};

enum class Parity : std::uint8_t { none, even, odd };

class SerialPort {
 public:
    virtual ~SerialPort() = default;
    virtual Result<void> write(ByteView data, Duration timeout) = 0;
    virtual Result<std::size_t> read(MutableByteView out, Duration timeout) = 0;  // at least one byte, or timeout
    virtual Result<void> set_baud(std::uint32_t baud, Parity parity) = 0;
    virtual Result<void> set_lines(bool dtr, bool rts) = 0;
};

// What a GPIO line is opened for; an open-drain line is only ever pulled low.
enum class LineUse : std::uint8_t { output, input_output, open_drain };

struct GpioLine {
    unsigned offset = 0;  // on its chip
    LineUse use = LineUse::output;
};

// Lines of one chip, named by their place in the list they were opened with. Errors, of all calls: link.
class GpioLines {
 public:
    virtual ~GpioLines() = default;
    // Drives the line; high lets an open-drain line go.
    virtual Result<void> drive(std::size_t line, bool high) = 0;
    // Lets an input_output line go, and reads it.
    virtual Result<void> release(std::size_t line) = 0;
    virtual Result<bool> level(std::size_t line) = 0;
};

class Ports {
 public:
    virtual ~Ports() = default;
    [[nodiscard]] virtual Clock& clock() = 0;
    [[nodiscard]] virtual Result<std::vector<UsbDeviceInfo>> list_usb() = 0;
    virtual Result<std::unique_ptr<UsbDevice>> open_usb(const UsbDeviceInfo& device, int interface) = 0;
    virtual Result<std::unique_ptr<TcpStream>> connect_tcp(const std::string& host, std::uint16_t port,
                                                           Duration timeout) = 0;
    virtual Result<std::unique_ptr<SerialPort>> open_serial(const std::string& path) = 0;
    // All lines begin high, or let go. Errors: no_probe (no such chip or line, no permission), link (a line in use).
    virtual Result<std::unique_ptr<GpioLines>> open_gpio(const std::string& chip, std::span<const GpioLine> lines) = 0;
};

}  // namespace jig::port
