// SPDX-License-Identifier: Apache-2.0
#include "bench/virtual_bench.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "bench/power.hpp"
#include "bench/testing/temporary_folder.hpp"

namespace jig::bench {
namespace {

using std::chrono::milliseconds;

class VirtualBench : public ::testing::Test {
 protected:
    std::filesystem::path write(const std::string& extra = "") {
        const std::filesystem::path file = folder_.path() / "bench.toml";
        std::ofstream(file) << "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nflash = \"golden.bin\"\n"
                            << extra;
        std::ofstream(folder_.path() / "golden.bin") << "firmware";
        return file;
    }
    std::unique_ptr<BenchBoard> open(const std::string& extra = "") {
        auto board = BenchBoard::open(write(extra), "golden");
        EXPECT_TRUE(board) << board.error().what;
        return std::move(*board);
    }
    TemporaryFolder folder_;
};

// A driver's few steps, as raw blocks.
class Driver {
 public:
    explicit Driver(port::Ports& ports) : ports_(&ports) {
        const auto found = ports.list_usb().value();
        device_ = std::move(ports.open_usb(found.at(0), 0).value());
    }
    void debug() {
        command("f307", 0);
        EXPECT_EQ(to_hex(command("f230a3", 2)), "8000");
    }
    Bytes command(std::string_view hex, std::size_t answer) {
        Bytes block = from_hex(hex).value();
        block.resize(16);
        EXPECT_TRUE(device_->write(0x02, block, milliseconds(100)));
        Bytes in(answer);
        if (answer != 0) {
            EXPECT_TRUE(device_->read(0x81, in, milliseconds(100)));
        }
        return in;
    }
    port::UsbDevice& device() { return *device_; }

 private:
    port::Ports* ports_;
    std::unique_ptr<port::UsbDevice> device_;
};

TEST_F(VirtualBench, a_driver_finds_the_probe_and_reads_the_board_through_it) {
    const auto board = open();
    const auto found = board->ports().list_usb().value();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].vendor, 0x0483);
    EXPECT_EQ(found[0].product, 0x3748);
    EXPECT_EQ(found[0].serial, "676F6C64656E000000000000");
    Driver driver(board->ports());
    driver.debug();
    EXPECT_EQ(driver.command("f207000000080800", 8), (Bytes{'f', 'i', 'r', 'm', 'w', 'a', 'r', 'e'}));
    EXPECT_GT(board->ports().clock().now(), Duration(milliseconds(5)));
}

TEST_F(VirtualBench, a_drivers_sleep_is_the_boards_time) {
    const auto board = open();
    const auto before = board->board().chip().now();
    board->ports().clock().sleep(milliseconds(250));
    EXPECT_EQ(board->board().chip().now() - before, machine::Picoseconds(milliseconds(250)));
}

TEST_F(VirtualBench, a_power_cycle_takes_the_volts_away_and_brings_them_back) {
    const auto board = open();
    Driver driver(board->ports());
    driver.command("f307", 0);
    EXPECT_EQ(load_le32(ByteView(driver.command("f7", 8)).subspan(4)), 2047u);
    board->board().power_off();
    EXPECT_EQ(load_le32(ByteView(driver.command("f7", 8)).subspan(4)), 0u);
    EXPECT_EQ(to_hex(driver.command("f230a3", 2)), "0900");
    board->power_cycle(milliseconds(100));
    EXPECT_EQ(to_hex(driver.command("f230a3", 2)), "8000");
}

TEST_F(VirtualBench, a_probe_is_listed_with_its_interface_and_endpoints) {
    struct Row {
        const char* probe;
        std::uint16_t vendor;
        std::uint8_t usb_class;
        const char* name;
        std::vector<std::uint8_t> endpoints;
        bool interrupt;
    };
    const Row rows[] = {
        {"stlink-v2", 0x0483, 0xFF, "STM32 STLink", {0x81, 0x02, 0x83}, false},
        {"cmsis-dap-v1", 0x2E8A, 0x03, "CMSIS-DAP v1 Interface", {0x04, 0x85}, true},
        {"cmsis-dap-v2", 0x2E8A, 0xFF, "CMSIS-DAP v2 Interface", {0x04, 0x85}, false},
    };
    for (const Row& row : rows) {
        const auto board = open(std::string("probe = \"") + row.probe + "\"\n");
        const port::UsbDeviceInfo device = board->ports().list_usb().value().at(0);
        EXPECT_EQ(device.vendor, row.vendor);
        EXPECT_EQ(device.serial, "676F6C64656E000000000000");
        ASSERT_EQ(device.interfaces.size(), 1u);
        const port::UsbInterfaceInfo& interface = device.interfaces[0];
        EXPECT_EQ(interface.usb_class, row.usb_class);
        EXPECT_EQ(interface.name, row.name);
        std::vector<std::uint8_t> endpoints;
        for (const port::UsbEndpoint& endpoint : interface.endpoints) {
            endpoints.push_back(endpoint.address);
            EXPECT_EQ(endpoint.packet_bytes, 64);
            EXPECT_EQ(endpoint.is_interrupt, row.interrupt);
        }
        EXPECT_EQ(endpoints, row.endpoints);
        EXPECT_TRUE(board->ports().open_usb(device, 0));
    }
}

TEST_F(VirtualBench, an_unplugged_probe_comes_back_when_it_is_opened_again) {
    const auto board = open("faults = { usb_unplug_at = 40 }\n");
    {
        Driver driver(board->ports());
        driver.command("f307", 0);
        driver.command("f5", 2);
        Bytes block(16);
        const auto gone = driver.device().write(0x02, block, milliseconds(100));
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().kind, ErrorKind::link);
    }
    Driver again(board->ports());
    again.debug();
}

TEST_F(VirtualBench, names_and_files_that_are_not_there_are_refused) {
    const std::filesystem::path file = write();
    const auto nobody = BenchBoard::open(file, "nobody");
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().kind, ErrorKind::usage);
    EXPECT_EQ(nobody.error().what, file.string() + " has no board 'nobody'; it has: golden");
    EXPECT_EQ(BenchBoard::open(folder_.path() / "none.toml", "golden").error().kind, ErrorKind::bad_file);
    EXPECT_EQ(parse_board_name("a/b.toml/golden").value().bench_file, "a/b.toml");
    EXPECT_EQ(parse_board_name("a/b.toml/golden").value().board, "golden");
    for (const char* bad : {"golden", "/golden", "a.toml/"}) {
        EXPECT_EQ(parse_board_name(bad).error().what,
                  std::string("'") + bad + "' names no board of a bench file; write BENCH.toml/BOARD");
    }
}

TEST_F(VirtualBench, power_is_switched_only_where_a_board_is_served) {
    const std::filesystem::path file = write();
    EXPECT_EQ(switch_power(file, "golden", false).value(), PowerReply::not_served);
    const auto board = open();
    const auto refused = switch_power(file, "golden", false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what,
              "board 'golden' is open in a process that has no power switch; only jig bench serve has one");
    EXPECT_EQ(switch_power(file, "nobody", true).error().kind, ErrorKind::usage);
}

}  // namespace
}  // namespace jig::bench
