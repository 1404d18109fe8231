// SPDX-License-Identifier: Apache-2.0
#include "bench/os/listener.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "bench/testing/temporary_folder.hpp"

namespace jig::bench {
namespace {

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

TEST(Listener, a_socket_that_a_killed_process_left_is_replaced_and_a_file_is_not) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "golden.usb";
    auto left = Listener::unix(path);
    ASSERT_TRUE(left);
    EXPECT_TRUE(Listener::unix(path));
    const std::filesystem::path file = folder.path() / "file";
    std::ofstream(file) << "precious";
    const auto refused = Listener::unix(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::internal);
    EXPECT_EQ(refused.error().what, "cannot listen on " + file.string() + ": Address already in use");
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
    EXPECT_EQ(second.error().what, "cannot listen on " + first->address() + ": Address already in use");
}

}  // namespace
}  // namespace jig::bench
