// SPDX-License-Identifier: Apache-2.0
// The pty under its name.
#include "bench/buspirate/pty.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/os/file_descriptor.hpp"

namespace jig::bench {
namespace {

class PtyTest : public ::testing::Test {
 protected:
    std::filesystem::path link = std::filesystem::path(::testing::TempDir()) / "jig_pty_test.tty";
    PtyTest() { std::filesystem::remove(link); }
    ~PtyTest() override { std::filesystem::remove(link); }
};

TEST_F(PtyTest, passes_every_byte_as_it_is_and_takes_its_link_away) {
    {
        const Result<Pty> pty = Pty::open(link);
        ASSERT_TRUE(pty) << pty.error().what;
        const FileDescriptor client(::open(link.c_str(), O_RDWR | O_NOCTTY));
        ASSERT_TRUE(client.valid());
        std::array<unsigned char, 256> sent{}, got{};
        for (unsigned i = 0; i < 256; ++i) sent[i] = static_cast<unsigned char>(i);
        ASSERT_EQ(::write(client.get(), sent.data(), sent.size()), 256);
        pollfd entry{.fd = pty->master(), .events = POLLIN, .revents = 0};
        ASSERT_EQ(::poll(&entry, 1, 5000), 1);
        ASSERT_EQ(::read(pty->master(), got.data(), got.size()), 256);
        EXPECT_EQ(got, sent);
        ASSERT_EQ(::write(pty->master(), sent.data(), sent.size()), 256);
        got = {};
        ASSERT_EQ(::read(client.get(), got.data(), got.size()), 256);
        EXPECT_EQ(got, sent);
    }
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(link)));
}

TEST_F(PtyTest, replaces_a_link_that_was_left_behind) {
    std::filesystem::create_symlink("/dev/does-not-exist", link);
    EXPECT_TRUE(Pty::open(link));
}

TEST_F(PtyTest, leaves_a_file_alone) {
    std::ofstream(link) << "mine";
    const Result<Pty> pty = Pty::open(link);
    ASSERT_FALSE(pty);
    EXPECT_EQ(pty.error().kind, ErrorKind::internal);
    const std::string what = pty.error().what;
    EXPECT_EQ(what.substr(0, what.find(" point at ")), "cannot make " + link.string());
    EXPECT_EQ(what.substr(what.find(": ")), ": File exists; choose a path in a folder you may write, where no file is");
    EXPECT_EQ(std::filesystem::file_size(link), 4u);
}

}  // namespace
}  // namespace jig::bench
