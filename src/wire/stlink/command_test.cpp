// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/command.hpp"

#include <gtest/gtest.h>

namespace jig::wire::stlink {
namespace {

TEST(StlinkCommand, every_command_is_sixteen_bytes_as_stock_programs_send_them) {
    struct Row {
        Command command;
        const char* hex;
    };
    for (const Row& row : {
             Row{get_version(), "f1000000000000000000000000000000"},
             Row{get_version_extended(), "fb000000000000000000000000000000"},
             Row{get_mode(), "f5000000000000000000000000000000"},
             Row{get_target_voltage(), "f7000000000000000000000000000000"},
             Row{enter_swd(), "f230a300000000000000000000000000"},
             Row{read_idcodes(), "f2310000000000000000000000000000"},
             Row{drive_nrst(Nrst::low), "f23c0000000000000000000000000000"},
             Row{drive_nrst(Nrst::high), "f23c0100000000000000000000000000"},
             Row{set_swd_divisor(798), "f2431e03000000000000000000000000"},
             Row{get_swd_frequencies(), "f2620000000000000000000000000000"},
             Row{set_swd_frequency(24000), "f2610000c05d00000000000000000000"},
             Row{open_ap(1), "f24b0100000000000000000000000000"},
             Row{read_dap_register(debug_port, 4), "f245ffff040000000000000000000000"},
             Row{write_dap_register(debug_port, 0, 0x1E), "f246ffff00001e000000000000000000"},
             Row{read_debug_register(0xE000EDF0), "f236f0ed00e000000000000000000000"},
             Row{write_debug_register(0xE000EDF0, 0xA05F0003), "f235f0ed00e003005fa0000000000000"},
             Row{read_memory(Width::word, 0x08000000, 6144), "f2070000000800180000000000000000"},
             Row{write_memory(Width::word, 0x20000010, 4), "f2081000002004000000000000000000"},
             Row{read_memory(Width::half, 0x1FFFF7E0, 2), "f247e0f7ff1f02000000000000000000"},
             Row{write_memory(Width::half, 0x08000000, 2), "f2480000000802000000000000000000"},
             Row{read_memory(Width::byte, 0x20000001, 3), "f20c0100002003000000000000000000"},
             Row{write_memory(Width::byte, 0x20000001, 64), "f20d0100002040000000000000000000"},
             Row{get_last_status(), "f23e0000000000000000000000000000"},
             Row{get_last_status_short(), "f23b0000000000000000000000000000"},
         }) {
        EXPECT_EQ(to_hex(row.command), row.hex);
    }
}

TEST(StlinkCommand, modes_are_left_each_by_its_own_command_and_two_need_none) {
    EXPECT_EQ(to_hex(*leave(Mode::dfu)).substr(0, 4), "f307");
    EXPECT_EQ(to_hex(*leave(Mode::debug)).substr(0, 4), "f221");
    EXPECT_EQ(to_hex(*leave(Mode::swim)).substr(0, 4), "f401");
    EXPECT_FALSE(leave(Mode::mass_storage));
    EXPECT_FALSE(leave(Mode::bootloader));
}

}  // namespace
}  // namespace jig::wire::stlink
