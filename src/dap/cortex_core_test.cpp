// SPDX-License-Identifier: Apache-2.0
// The core's debug registers, as the accesses a probe sees.
#include "dap/cortex_core.hpp"

#include <gtest/gtest.h>

#include "dap/testing/scripted_probe.hpp"

namespace jig::dap {
namespace {

using testing::ScriptedProbe;
using std::chrono_literals::operator""ms;

// A core whose DEMCR holds TRCENA while nobody debugs.
class Rig {
 public:
    explicit Rig(std::string_view script) : probe_(script, clock_), core_(probe_.memory(), clock_, 0x01000000) {}
    CortexCore* operator->() { return &core_; }
    [[nodiscard]] Duration waited() const { return clock_.now(); }

 private:
    VirtualClock clock_;
    ScriptedProbe probe_;
    CortexCore core_;
};

TEST(CortexCore, its_state_is_read_from_DHCSR) {
    struct Row {
        const char* script;
        CoreState state;
    };
    for (const Row& row : {
             Row{"read DHCSR -> 00010001", CoreState::running}, Row{"read DHCSR -> 00030003", CoreState::halted},
             Row{"read DHCSR -> 00050001", CoreState::sleeping}, Row{"read DHCSR -> 00090001", CoreState::locked_up},
             Row{"read DHCSR -> 000b0003", CoreState::halted},
             Row{"read DHCSR -> 02010001\n read DHCSR -> 02010001", CoreState::in_reset},
             Row{"read DHCSR -> 02010001\n read DHCSR -> 00010001", CoreState::running},  // a reset that is over
         }) {
        EXPECT_EQ(Rig(row.script)->state().value(), row.state) << row.script;
    }
}

TEST(CortexCore, halting_waits_until_the_core_says_so) {
    Rig rig("write DHCSR a05f0003\n read DHCSR -> 00010003\n read DHCSR -> 00030003");
    EXPECT_TRUE(rig->halt());
}

TEST(CortexCore, a_core_that_does_not_halt_is_given_up_on_with_what_DHCSR_said) {
    Rig rig("read DHCSR -> 00010001");
    const Error error = rig->wait_halted(0ms).error();
    EXPECT_EQ(error.kind, ErrorKind::timeout);
    EXPECT_EQ(error.what, "the core did not halt within 0 ms: DHCSR = 0x00010001");
}

TEST(CortexCore, waiting_lets_time_pass) {
    std::string script;
    for (int i = 0; i < 6; ++i) script += "read DHCSR -> 00010001\n";
    Rig rig(script);
    EXPECT_EQ(rig->wait_halted(1ms).error().kind, ErrorKind::timeout);
    EXPECT_EQ(rig.waited(), 1ms);
}

TEST(CortexCore, one_step_masks_interrupts_while_halted_only) {
    Rig rig(R"(
        write DHCSR a05f000b
        write DHCSR a05f000d
        read DHCSR -> 0003000d
        write DHCSR a05f0003)");
    EXPECT_TRUE(rig->step());
}

TEST(CortexCore, registers_pass_through_DCRDR_when_ready) {
    Rig rig(R"(
        write DCRSR 0000000f
        read DHCSR -> 00020003
        read DHCSR -> 00030003
        read DCRDR -> 08000101
        write DCRDR 20000400
        write DCRSR 0001000d
        read DHCSR -> 00030003
        write DCRDR 00000001
        write DCRSR 00010014
        read DHCSR -> 00030003)");
    EXPECT_EQ(rig->read_register(CoreRegister::pc).value(), 0x08000101u);
    EXPECT_TRUE(rig->write_register(CoreRegister::sp, 0x20000400));
    EXPECT_TRUE(rig->write_register(CoreRegister::control_faultmask_basepri_primask, 1));
}

// Halt, catch the reset vector, clear the sticky bit, ask for the reset, see it, see the halt, put DEMCR back.
constexpr const char* reset_and_halt = R"(
    write DHCSR a05f0003
    write DEMCR 01000001
    read DHCSR -> 02030003
    write AIRCR 05fa0004
    read DHCSR -> 02030003
    read DHCSR -> 00030003
    write DEMCR 01000000
)";

TEST(CortexCore, a_reset_is_seen_before_its_halt_is_believed) {
    EXPECT_TRUE(Rig(reset_and_halt)->reset_and_halt());
    EXPECT_TRUE(Rig(std::string(reset_and_halt) + "write DHCSR a05f0001")->reset_and_run());
}

TEST(CortexCore, a_chip_in_the_middle_of_its_reset_may_refuse_anything) {
    Rig rig(R"(
        write DHCSR a05f0003
        write DEMCR 01000001
        read DHCSR -> 00030003
        write AIRCR 05fa0004 ! fault
        read DHCSR ! wait
        read DHCSR ! fault
        read DHCSR -> 02030003
        read DHCSR -> 00030003
        write DEMCR 01000000)");
    EXPECT_TRUE(rig->reset_and_halt());
}

TEST(CortexCore, a_link_that_breaks_in_a_reset_is_an_error_at_once) {
    Rig rig("write DHCSR a05f0003\n write DEMCR 01000001\n read DHCSR -> 00030003\n write AIRCR 05fa0004 ! link");
    EXPECT_EQ(rig->reset_and_halt().error().kind, ErrorKind::link);
}

TEST(CortexCore, a_reset_that_does_not_come_is_said) {
    std::string script =
        "write DHCSR a05f0003\n write DEMCR 01000001\n read DHCSR -> 00030003\n write AIRCR 05fa0004\n";
    for (int i = 0; i < 2500; ++i) script += "read DHCSR -> 00030003\n";
    const Error error = Rig(script)->reset_and_halt().error();
    EXPECT_EQ(error.kind, ErrorKind::timeout);
    EXPECT_EQ(error.what,
              "the chip was told to reset through AIRCR.SYSRESETREQ and showed no reset in DHCSR within "
              "500 ms");
}

TEST(CortexCore, releasing_puts_DEMCR_back_and_ends_debugging) {
    Rig rig("write DEMCR 01000000\n write DHCSR a05f0000");
    EXPECT_TRUE(rig->release());
}

}  // namespace
}  // namespace jig::dap
