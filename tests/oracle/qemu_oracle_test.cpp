// SPDX-License-Identifier: Apache-2.0
// One program on our core and on QEMU's Cortex-M3: exceptions, priorities and masks, faults with their status
// registers, IT blocks under SysTick, sleep. What the program prints must be the same, line by line. CPUID and the
// reset value of CCR.STKALIGN differ between the two and are not printed.
#include <gtest/gtest.h>
#include <stdio.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <string>

#include "machine/core/testing/test_machine.hpp"
#include "programs/trace_program.hpp"

namespace jig::oracle {
namespace {

using machine::Width;
using machine::testing::TestMachine;

constexpr std::uint64_t most_cycles = 50'000'000;
constexpr std::uint32_t write_character = 3;  // semihosting SYS_WRITEC
constexpr std::uint32_t exit = 0x18;          // SYS_EXIT

// Serves the BKPT the core stands on; false when the program is done.
bool serve_semihosting(TestMachine& machine, std::string& output) {
    const std::uint32_t operation = machine.reg(0);
    if (operation == exit) return false;
    if (operation == write_character) {
        const std::uint32_t at = machine.reg(1) - machine::testing::sram_base;
        output += static_cast<char>(machine.sram.at(at));
    }
    machine.set_reg(machine::testing::pc_register, machine.core.pc() + 2);
    machine.set_scs(machine::testing::DHCSR, 0xA05F0001);
    return true;
}

std::string run_on_our_core() {
    TestMachine machine;
    std::memcpy(machine.flash.data(), machine::testing::trace_program, sizeof machine::testing::trace_program);
    machine.core.code_changed(machine::testing::flash_base, machine::testing::memory_bytes);
    machine.core.power_on_reset();
    machine.core.release_reset();
    machine.set_scs(machine::testing::DHCSR, 0xA05F0001);
    std::string output;
    while (machine.core.cycle() < most_cycles) {
        machine.run_for(10'000);
        if (machine.core.locked_up()) return output + "\nlocked up";
        if (machine.core.halted() && !serve_semihosting(machine, output)) break;
    }
    return output;
}

std::string run_on_qemu() {
    std::string path = ::testing::TempDir() + "jig-trace-XXXXXX";
    const int file = mkstemp(path.data());
    if (file < 0) return "no temporary file";
    const auto size = static_cast<ssize_t>(sizeof machine::testing::trace_program);
    const bool written = write(file, machine::testing::trace_program, sizeof machine::testing::trace_program) == size;
    close(file);
    const std::string command =
        "timeout 60 qemu-system-arm -M stm32vldiscovery -nographic -monitor none -serial none "
        "-icount shift=6 -semihosting-config enable=on,target=native -kernel " +
        path + " 2>&1";
    std::string output;
    if (FILE* pipe = written ? popen(command.c_str(), "r") : nullptr) {
        char buffer[256];
        while (fgets(buffer, sizeof buffer, pipe) != nullptr) output += buffer;
        pclose(pipe);
    }
    unlink(path.c_str());
    return output;
}

TEST(QemuOracle, the_trace_program_prints_the_same) {
    const std::string ours = run_on_our_core();
    EXPECT_TRUE(ours.ends_with("end\n")) << ours;
    if (std::system("command -v qemu-system-arm > /dev/null") != 0) GTEST_SKIP() << "qemu-system-arm is not installed";
    EXPECT_EQ(ours, run_on_qemu());
}

}  // namespace
}  // namespace jig::oracle
