// SPDX-License-Identifier: Apache-2.0
#include "clone/start.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "chip/part.hpp"
#include "dap/debug_registers.hpp"

namespace jig::clone {
namespace {

using namespace std::chrono_literals;

constexpr int samples = 4;
constexpr Duration between = 50ms;

constexpr std::uint32_t hard_fault = 3;
constexpr std::uint32_t usage_fault = 6;

constexpr AddressRange whole_flash{chip::flash_base, 0x100000};
constexpr AddressRange whole_sram{chip::sram_base, 0x18000};
constexpr AddressRange whole_system_memory{0x1FFFE000, 0x1800};  // XL density's is the largest

bool code_can_be_at(std::uint32_t pc) {
    return pc < whole_flash.length || whole_flash.contains(pc) || whole_sram.contains(pc) ||
           whole_system_memory.contains(pc);
}

// Nothing while all is well; else what is wrong.
Result<std::string> look(dap::Target& target) {
    TRY_ASSIGN(const dap::CoreState state, target.core().state());
    if (state == dap::CoreState::locked_up) return std::string("the core is locked up: a fault inside a fault handler");
    if (state == dap::CoreState::halted)
        return std::string("the core has halted: a breakpoint instruction or a debug event");
    if (state == dap::CoreState::in_reset) return std::string("the board stays in reset or resets itself");
    TRY_ASSIGN(const std::uint32_t icsr, target.memory().read_word(dap::ICSR));
    const std::uint32_t active = icsr & dap::ICSR_VECTACTIVE;
    if (active < hard_fault || active > usage_fault) return std::string();
    constexpr const char* names[] = {"HardFault", "MemManage", "BusFault", "UsageFault"};
    return fmt::format("the core is in its {} handler", names[active - hard_fault]);
}

Result<std::uint32_t> sample_pc(dap::Core& core) {
    TRY(core.halt());
    TRY_ASSIGN(const std::uint32_t pc, core.read_register(dap::CoreRegister::pc));
    TRY(core.resume());
    TRY(core.release());
    return pc;
}

}  // namespace

Result<StartWatch> reset_and_watch(dap::Target& target) {
    TRY(target.core().reset_and_run());
    TRY(target.core().release());
    for (int sample = 0; sample < samples; ++sample) {
        target.clock().sleep(between);
        TRY_ASSIGN(const std::string wrong, look(target));
        if (!wrong.empty()) return StartWatch{.running = false, .what = wrong, .pc = 0};
    }
    TRY_ASSIGN(const std::uint32_t pc, sample_pc(target.core()));
    if (!code_can_be_at(pc)) {
        return StartWatch{.running = false, .what = "PC = " + hex_address(pc) + ", where no code can be", .pc = pc};
    }
    return StartWatch{.running = true, .what = "the firmware runs, PC = " + hex_address(pc), .pc = pc};
}

}  // namespace jig::clone
