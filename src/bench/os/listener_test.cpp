// SPDX-License-Identifier: Apache-2.0
#include "bench/os/listener.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <fstream>

#include "bench/testing/temporary_folder.hpp"

namespace jig::bench {
namespace {

// A socket file whose process was killed: bound, and nobody listens.
void leave_socket(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

TEST(Listener, a_socket_file_of_any_length_is_made_connected_to_and_taken_away) {
    const TemporaryFolder folder;
    const std::filesystem::path deep = folder.path() / std::string(100, 'a') / std::string(100, 'b');
    std::filesystem::create_directories(deep);
    const std::filesystem::path path = deep / "golden.usb";
    {
        const auto listener = Listener::unix(path);
        ASSERT_TRUE(listener) << listener.error().what;
        EXPECT_EQ(listener->address(), path.string());
        EXPECT_TRUE(connect_unix(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
    const auto nobody = connect_unix(path);
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().what, "cannot connect to " + path.string() + ": No such file or directory");
}

TEST(Listener, a_socket_that_a_killed_process_left_is_replaced_and_a_served_one_or_a_file_is_not) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "golden.usb";
    leave_socket(path);
    const auto served = Listener::unix(path);
    EXPECT_TRUE(served);
    const std::filesystem::path file = folder.path() / "file";
    std::ofstream(file) << "precious";
    for (const std::filesystem::path& taken : {path, file}) {
        const auto refused = Listener::unix(taken);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::internal);
        EXPECT_EQ(refused.error().what,
                  "cannot listen on " + taken.string() +
                      ": Address already in use; end the program that has it, or name another in the bench file");
    }
    EXPECT_TRUE(connect_unix(path));
    EXPECT_TRUE(std::filesystem::is_regular_file(file));
}

TEST(Listener, port_0_is_any_free_one_and_a_taken_port_is_refused) {
    const auto first = Listener::tcp(0);
    ASSERT_TRUE(first);
    ASSERT_TRUE(first->address().starts_with("127.0.0.1:"));
    const int port = std::stoi(first->address().substr(10));
    EXPECT_GT(port, 0);
    const auto second = Listener::tcp(static_cast<std::uint16_t>(port));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().what,
              "cannot listen on " + first->address() +
                  ": Address already in use; end the program that has it, or name another in the bench file");
}

}  // namespace
}  // namespace jig::bench
