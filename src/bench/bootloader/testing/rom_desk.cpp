// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/testing/rom_desk.hpp"

#include <cctype>

namespace jig::bench::testing {
namespace {

constexpr machine::Picoseconds reset_over = std::chrono::milliseconds{10};

Bytes with_check(Bytes bytes) {
    std::uint8_t check = 0;
    for (const std::uint8_t byte : bytes) check ^= byte;
    bytes.push_back(check);
    return bytes;
}

}  // namespace

board::BoardDescription board_with_boot0_high(const std::string& part) {
    board::BoardDescription description = board::bare_board(part).value();
    description.boot0_high = true;
    return description;
}

RomDesk::RomDesk(const board::BoardDescription& description) : desk(description), uart(desk.board, *this) {
    desk.board.power_on();
    pass(reset_over);
}

void RomDesk::power_cycle() {
    desk.board.power_off();
    desk.board.power_on();
    uart.power_on();
    pass(reset_over);
}

void RomDesk::connect() {
    pass(reset_over);
    ASSERT_EQ(ask({0x7F}), Bytes{ACK});
}

Bytes RomDesk::command(std::uint8_t code) { return ask({code, static_cast<std::uint8_t>(~code)}); }

Bytes RomDesk::address(std::uint32_t address) {
    Bytes bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(address >> shift));
    return ask(with_check(bytes));
}

Bytes RomDesk::block(const Bytes& bytes) {
    Bytes all = {static_cast<std::uint8_t>(bytes.size() - 1)};
    all.insert(all.end(), bytes.begin(), bytes.end());
    return ask(with_check(all));
}

Bytes RomDesk::read(std::uint32_t from, std::size_t count) {
    EXPECT_EQ(command(0x11), Bytes{ACK});
    EXPECT_EQ(address(from), Bytes{ACK});
    const auto n = static_cast<std::uint8_t>(count - 1);
    return ask({n, static_cast<std::uint8_t>(~n)});
}

Bytes RomDesk::write(std::uint32_t to, const Bytes& bytes) {
    EXPECT_EQ(command(0x31), Bytes{ACK});
    EXPECT_EQ(address(to), Bytes{ACK});
    return block(bytes);
}

Bytes RomDesk::erase(const Bytes& pages) {
    EXPECT_EQ(command(0x43), Bytes{ACK});
    return block(pages);
}

Bytes RomDesk::go(std::uint32_t to) {
    EXPECT_EQ(command(0x21), Bytes{ACK});
    return address(to);
}

std::string rule_name(const ::testing::TestParamInfo<RomRule>& info) {
    std::string name;
    for (const char* at = info.param.sentence; *at != '\0'; ++at)
        if (std::isalnum(static_cast<unsigned char>(*at)) != 0)
            name += *at;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    return name;
}

void prove(const RomRule& rule) {
    SCOPED_TRACE(rule.section);
    RomDesk desk;
    rule.proof(desk);
}

}  // namespace jig::bench::testing
