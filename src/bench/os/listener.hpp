// SPDX-License-Identifier: Apache-2.0
// A listening socket: a TCP port on the loopback interface, or a file. The file is taken away again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "bench/os/file_descriptor.hpp"

namespace jig::bench {

class Listener {
 public:
    // Port 0: any free one. Errors: internal (the port is taken, the system's reason).
    static Result<Listener> tcp(std::uint16_t port);
    // A socket that a killed process left at `path` is replaced; one that is served, or anything else there, is not.
    // Errors: internal.
    static Result<Listener> unix(const std::filesystem::path& path);
    ~Listener();
    Listener(Listener&&) noexcept = default;
    Listener& operator=(Listener&&) noexcept = default;

    [[nodiscard]] int fd() const { return socket_.get(); }
    // "127.0.0.1:7184", or the file's path.
    [[nodiscard]] const std::string& address() const { return address_; }

 private:
    Listener(FileDescriptor socket, std::string address, std::filesystem::path file)
        : socket_(std::move(socket)), address_(std::move(address)), file_(std::move(file)) {}

    FileDescriptor socket_;
    std::string address_;
    std::filesystem::path file_;
};

// Connects to a socket file. Errors: internal, with the system's reason.
[[nodiscard]] Result<FileDescriptor> connect_unix(const std::filesystem::path& path);

}  // namespace jig::bench
