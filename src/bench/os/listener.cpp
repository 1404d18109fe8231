// SPDX-License-Identifier: Apache-2.0
#include "bench/os/listener.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace jig::bench {
namespace fs = std::filesystem;
namespace {

constexpr int backlog = 16;

Error system_error(std::string_view tried, std::string_view address) {
    return {ErrorKind::internal, fmt::format("cannot {} {}: {}", tried, address, std::strerror(errno))};
}

Error cannot_listen(std::string_view address) {
    Error error = system_error("listen on", address);
    error.what += errno == EADDRINUSE ? "; end the program that has it, or name another in the bench file"
                                      : "; name another in the bench file";
    return error;
}

// A socket's address holds 108 bytes of path; through the open folder any path fits.
struct UnixAddress {
    FileDescriptor folder;
    sockaddr_un address{};
};

Result<UnixAddress> unix_address(const fs::path& path) {
    UnixAddress result;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    result.folder = FileDescriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!result.folder.valid()) return fail(system_error("reach the folder of", path.string()));
    const std::string name = fmt::format("/proc/self/fd/{}/{}", result.folder.get(), path.filename().string());
    if (name.size() >= sizeof result.address.sun_path) {
        return fail(ErrorKind::internal, fmt::format("the socket's name {} is too long", path.string()));
    }
    result.address.sun_family = AF_UNIX;
    name.copy(result.address.sun_path, name.size());
    return result;
}

}  // namespace

Result<Listener> Listener::tcp(std::uint16_t port) {
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int one = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (!socket.valid() || ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::listen(socket.get(), backlog) != 0 ||
        ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        return fail(cannot_listen(fmt::format("127.0.0.1:{}", port)));
    }
    return Listener(std::move(socket), fmt::format("127.0.0.1:{}", ntohs(address.sin_port)), {});
}

Result<Listener> Listener::unix(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_socket(path, ignored) && !connect_unix(path)) fs::remove(path, ignored);
    TRY_ASSIGN(const UnixAddress at, unix_address(path));
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.valid() ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at.address), sizeof at.address) != 0 ||
        ::listen(socket.get(), backlog) != 0) {
        return fail(cannot_listen(path.string()));
    }
    return Listener(std::move(socket), path.string(), path);
}

Listener::~Listener() {
    std::error_code ignored;
    if (socket_.valid() && !file_.empty()) fs::remove(file_, ignored);
}

Result<FileDescriptor> connect_unix(const fs::path& path) {
    TRY_ASSIGN(const UnixAddress at, unix_address(path));
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.valid() ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&at.address), sizeof at.address) != 0) {
        return fail(system_error("connect to", path.string()));
    }
    return socket;
}

}  // namespace jig::bench
