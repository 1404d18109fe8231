// SPDX-License-Identifier: Apache-2.0
#include "port/linux/serial.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>

#include "port/linux/descriptor.hpp"

namespace jig::port {
namespace {

constexpr std::uint32_t first_baud = 115200;

struct Baud {
    std::uint32_t rate;
    speed_t constant;
};
constexpr Baud bauds[] = {
    {1200, B1200},     {2400, B2400},     {4800, B4800},     {9600, B9600},       {19200, B19200},
    {38400, B38400},   {57600, B57600},   {115200, B115200}, {230400, B230400},   {460800, B460800},
    {500000, B500000}, {576000, B576000}, {921600, B921600}, {1000000, B1000000},
};

const Baud* find_baud(std::uint32_t rate) {
    for (const Baud& baud : bauds) {
        if (baud.rate == rate) return &baud;
    }
    return nullptr;
}

// A byte whose parity is wrong is left out: who counts bytes notices, and a wrong byte nobody would.
void set_parity(termios& settings, Parity parity) {
    if (parity != Parity::none) settings.c_iflag |= INPCK | IGNPAR;
    settings.c_cflag &= ~static_cast<tcflag_t>(PARENB | PARODD);
    if (parity != Parity::none) settings.c_cflag |= PARENB;
    if (parity == Parity::odd) settings.c_cflag |= PARODD;
}

class LinuxSerialPort final : public SerialPort {
 public:
    LinuxSerialPort(Clock& clock, Descriptor fd, std::string path)
        : clock_(clock), fd_(std::move(fd)), path_(std::move(path)) {}

    Result<void> write(ByteView data, Duration timeout) override {
        return write_all(fd_, data, Deadline(clock_, timeout), path_);
    }

    Result<std::size_t> read(MutableByteView out, Duration timeout) override {
        return read_some(fd_, out, Deadline(clock_, timeout), path_);
    }

    // What comes back from tcgetattr() is not compared: a pty drops the parity bit, and needs none.
    Result<void> set_baud(std::uint32_t rate, Parity parity) override {
        const Baud* baud = find_baud(rate);
        if (baud == nullptr) {
            return fail(ErrorKind::usage, fmt::format("{}: {} baud is not a rate this computer offers; "
                                                      "use 9600, 57600, 115200, 230400, 460800 or 921600",
                                                      path_, rate));
        }
        termios settings{};
        if (::tcgetattr(fd_.get(), &settings) != 0) return not_a_terminal();
        ::cfmakeraw(&settings);
        settings.c_cflag |= CLOCAL | CREAD;
        set_parity(settings, parity);
        ::cfsetispeed(&settings, baud->constant);
        ::cfsetospeed(&settings, baud->constant);
        if (::tcsetattr(fd_.get(), TCSANOW, &settings) != 0 && !took_all_but_parity(settings)) return not_a_terminal();
        return {};
    }

    Result<void> set_lines(bool dtr, bool rts) override {
        TRY(set_line(TIOCM_DTR, dtr));
        return set_line(TIOCM_RTS, rts);
    }

 private:
    Result<void> set_line(int line, bool on) {
        if (::ioctl(fd_.get(), on ? TIOCMBIS : TIOCMBIC, &line) == 0) return {};
        return fail(ErrorKind::unsupported, fmt::format("{} has no DTR and RTS lines: {}", path_, errno_text(errno)));
    }

    // The C library answers EINVAL when all that was new is a parity bit that a pty drops.
    [[nodiscard]] bool took_all_but_parity(const termios& wanted) const {
        termios now{};
        return errno == EINVAL && ::tcgetattr(fd_.get(), &now) == 0 && now.c_iflag == wanted.c_iflag &&
               ::cfgetospeed(&now) == ::cfgetospeed(&wanted) &&
               ((now.c_cflag ^ wanted.c_cflag) & ~static_cast<tcflag_t>(PARENB)) == 0;
    }

    [[nodiscard]] std::unexpected<Error> not_a_terminal() const {
        return fail(ErrorKind::usage, fmt::format("{} is not a serial port: {}", path_, errno_text(errno)));
    }

    Clock& clock_;
    Descriptor fd_;
    std::string path_;
};

}  // namespace

Result<std::unique_ptr<SerialPort>> open_serial_linux(Clock& clock, const std::string& path) {
    Descriptor fd(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!fd.valid()) {
        return fail(ErrorKind::no_probe, fmt::format("cannot open {}: {}; {}", path, errno_text(errno),
                                                     errno == EACCES ? "join the group that owns it, often dialout"
                                                                     : "see under /dev which serial ports there are"));
    }
    std::unique_ptr<SerialPort> port = std::make_unique<LinuxSerialPort>(clock, std::move(fd), path);
    TRY(port->set_baud(first_baud, Parity::none));
    return port;
}

}  // namespace jig::port
