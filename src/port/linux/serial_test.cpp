// SPDX-License-Identifier: Apache-2.0
#include "port/linux/serial.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>

#include "port/linux/descriptor.hpp"
#include "port/linux/linux_ports.hpp"

namespace jig::port {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// The two ends of a pty: ours, and the path that looks like a serial port.
class Pty {
 public:
    Pty() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        EXPECT_EQ(::grantpt(master_.get()), 0);
        EXPECT_EQ(::unlockpt(master_.get()), 0);
        path_ = ::ptsname(master_.get());
    }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] int fd() const { return master_.get(); }
    void hang_up() { master_ = Descriptor(-1); }

 private:
    Descriptor master_;
    std::string path_;
};

class Serial : public testing::Test {
 protected:
    SteadyClock clock_;
    Pty pty_;
};

TEST_F(Serial, every_byte_passes_unchanged_both_ways) {
    const auto port = open_serial_linux(clock_, pty_.path()).value();
    Bytes all(256);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
    ASSERT_TRUE(port->write(all, 5s));
    Bytes got(256);
    ASSERT_EQ(::read(pty_.fd(), got.data(), got.size()), 256);
    EXPECT_EQ(got, all);
    ASSERT_EQ(::write(pty_.fd(), all.data(), all.size()), 256);
    std::size_t count = 0;
    while (count < got.size()) count += port->read(MutableByteView(got).subspan(count), 5s).value();
    EXPECT_EQ(got, all);
}

TEST_F(Serial, the_speed_is_set_and_parity_asks_for_no_more_than_a_pty_has) {
    const auto port = open_serial_linux(clock_, pty_.path()).value();
    ASSERT_TRUE(port->set_baud(57600, Parity::even));
    termios settings{};
    ASSERT_EQ(::tcgetattr(pty_.fd(), &settings), 0);
    EXPECT_EQ(::cfgetospeed(&settings), static_cast<speed_t>(B57600));
    EXPECT_TRUE(port->set_baud(57600, Parity::even)) << "although nothing is left to change";
    EXPECT_TRUE(port->set_baud(57600, Parity::none));
    EXPECT_TRUE(port->set_baud(57600, Parity::even));
    const Error error = port->set_baud(12345, Parity::none).error();
    EXPECT_EQ(error.kind, ErrorKind::usage);
    EXPECT_EQ(error.what, fmt::format("{}: 12345 baud is not a rate this computer offers; "
                                      "use 9600, 57600, 115200, 230400, 460800 or 921600",
                                      pty_.path()));
}

TEST_F(Serial, a_pty_has_no_control_lines_and_says_so) {
    const auto port = open_serial_linux(clock_, pty_.path()).value();
    EXPECT_EQ(port->set_lines(true, false).error().kind, ErrorKind::unsupported);
}

TEST_F(Serial, silence_is_a_timeout_and_a_hang_up_is_not) {
    const auto port = open_serial_linux(clock_, pty_.path()).value();
    Bytes out(1);
    EXPECT_EQ(port->read(out, 1ms).error().what, pty_.path() + " sent nothing within the time allowed");
    pty_.hang_up();
    EXPECT_EQ(port->read(out, 5s).error().kind, ErrorKind::link);
}

TEST_F(Serial, what_is_no_serial_port_is_refused) {
    EXPECT_EQ(open_serial_linux(clock_, "/dev/no-such-port").error().what,
              "cannot open /dev/no-such-port: No such file or directory; see under /dev which serial ports there are");
    EXPECT_EQ(open_serial_linux(clock_, "/dev/null").error().what,
              "/dev/null is not a serial port: Inappropriate ioctl for device");
}

TEST(LinuxPorts, a_machine_with_or_without_usb_lists_its_devices_or_says_why_not) {
    const auto ports = linux_ports();
    const auto devices = ports->list_usb();
    if (!devices) {
        EXPECT_EQ(devices.error().kind, ErrorKind::internal);
    } else {
        for (const UsbDeviceInfo& device : *devices) EXPECT_NE(device.path, "");
    }
}

TEST(LinuxPorts, a_usb_device_that_is_gone_is_said_to_be) {
    const auto ports = linux_ports();
    if (!ports->list_usb()) GTEST_SKIP() << "libusb does not start here";
    UsbDeviceInfo gone;
    gone.path = "99-9";
    EXPECT_EQ(ports->open_usb(gone, 0).error().what, "USB device 99-9 is no longer there");
}

}  // namespace
}  // namespace jig::port
