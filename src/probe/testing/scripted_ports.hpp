// SPDX-License-Identifier: Apache-2.0
// A computer with ST-Links on its USB that say what a script says: each line is one exchange, in order, and anything
// else that is sent fails the test.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "port/ports.hpp"

namespace jig::probe::testing {

// One line of a script:
//   f1 -> 294783044837       command (padded to 16 bytes), and the answer to it
//   f20d0000002002 <- aabb   command, and the data that must follow it
//   f221                     command alone
//   f1 ! timeout             command whose answer does not come (or "! link": unplugged)
//   read ! timeout           a read that nothing was asked before (or "read -> 05": what was left unread)
//   reset                    a USB reset, after which the device is opened again
class Script {
 public:
    explicit Script(std::string_view text);

    void write(ByteView data);
    Result<std::size_t> read(MutableByteView out);
    void reset();
    // Lines that nobody asked for.
    [[nodiscard]] std::vector<std::string> left() const;

 private:
    struct Step {
        std::string line;
        Bytes out;  // what must be written next; empty: nothing more
        Bytes in;
        std::string error;
    };
    void add(std::string_view line);
    void drop_if_finished();

    std::deque<Step> steps_;
};

class ScriptedPorts final : public port::Ports {
 public:
    // One ST-Link of USB product `product` at port 1-2 that follows `script`.
    explicit ScriptedPorts(std::string_view script, std::uint16_t product = 0x3748);
    ScriptedPorts(std::string_view script, std::vector<port::UsbDeviceInfo> devices);
    // Fails the test when the script was not played to its end.
    ~ScriptedPorts() override;

    Clock& clock() override { return clock_; }
    Result<std::vector<port::UsbDeviceInfo>> list_usb() override { return devices_; }
    Result<std::unique_ptr<port::UsbDevice>> open_usb(const port::UsbDeviceInfo& device, int interface) override;
    Result<std::unique_ptr<port::TcpStream>> connect_tcp(const std::string& host, std::uint16_t port,
                                                         Duration timeout) override;
    Result<std::unique_ptr<port::SerialPort>> open_serial(const std::string& path) override;
    Result<std::unique_ptr<port::GpioLines>> open_gpio(const std::string& chip,
                                                       std::span<const port::GpioLine> lines) override;

    [[nodiscard]] const std::vector<std::string>& opened() const { return opened_; }

 private:
    VirtualClock clock_;
    std::vector<port::UsbDeviceInfo> devices_;
    std::shared_ptr<Script> script_;
    std::vector<std::string> opened_;
};

}  // namespace jig::probe::testing
