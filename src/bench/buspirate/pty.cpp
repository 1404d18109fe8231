// SPDX-License-Identifier: Apache-2.0
// posix_openpt and a symlink.
#include "bench/buspirate/pty.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace jig::bench {

namespace {

std::string errno_text() { return std::system_category().message(errno); }

// Bytes pass as they are: no echo, no line editing, no translation.
bool make_raw(int fd) {
    termios settings{};
    if (::tcgetattr(fd, &settings) != 0) return false;
    ::cfmakeraw(&settings);
    return ::tcsetattr(fd, TCSANOW, &settings) == 0;
}

Result<void> link_to(const std::filesystem::path& link, const char* device) {
    std::error_code error;
    if (std::filesystem::is_symlink(link, error)) std::filesystem::remove(link, error);
    std::filesystem::create_symlink(device, link, error);
    if (!error) return {};
    return fail(ErrorKind::internal, "cannot make " + link.string() + " point at " + device + ": " + error.message() +
                                         "; choose a path in a folder you may write, where no file is");
}

}  // namespace

Result<Pty> Pty::open(const std::filesystem::path& link) {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) return fail(ErrorKind::internal, "cannot open a pty for " + link.string() + ": " + errno_text());
    Pty pty(master, -1, {});
    std::array<char, 64> name{};
    if (::grantpt(master) != 0 || ::unlockpt(master) != 0 || ::ptsname_r(master, name.data(), name.size()) != 0) {
        return fail(ErrorKind::internal, "cannot unlock the pty for " + link.string() + ": " + errno_text());
    }
    pty.slave_ = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (pty.slave_ < 0 || !make_raw(pty.slave_)) {
        return fail(ErrorKind::internal, "cannot set up the pty " + std::string(name.data()) + " for " + link.string() +
                                             ": " + errno_text());
    }
    TRY(link_to(link, name.data()));
    pty.link_ = link;
    return pty;
}

Pty::Pty(int master, int slave, std::filesystem::path link) : master_(master), slave_(slave), link_(std::move(link)) {}

Pty::Pty(Pty&& other) noexcept
    : master_(std::exchange(other.master_, -1)),
      slave_(std::exchange(other.slave_, -1)),
      link_(std::exchange(other.link_, {})) {}

Pty& Pty::operator=(Pty&& other) noexcept {
    std::swap(master_, other.master_);
    std::swap(slave_, other.slave_);
    std::swap(link_, other.link_);
    return *this;
}

Pty::~Pty() {
    std::error_code ignored;
    if (!link_.empty()) std::filesystem::remove(link_, ignored);
    if (slave_ >= 0) ::close(slave_);
    if (master_ >= 0) ::close(master_);
}

}  // namespace jig::bench
