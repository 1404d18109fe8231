// SPDX-License-Identifier: Apache-2.0
// Unicorn behind the interface above.
#include "unicorn_machine.hpp"

#include <unicorn/arm.h>

#include <cstdio>
#include <cstdlib>

namespace jig::oracle {

namespace {

void must(uc_err error, const char* what) {
    if (error == UC_ERR_OK) return;
    std::fprintf(stderr, "unicorn: %s: %s\n", what, uc_strerror(error));
    std::abort();
}

constexpr std::array<int, 17> register_ids = {
    UC_ARM_REG_R0,  UC_ARM_REG_R1, UC_ARM_REG_R2, UC_ARM_REG_R3, UC_ARM_REG_R4,        UC_ARM_REG_R5,
    UC_ARM_REG_R6,  UC_ARM_REG_R7, UC_ARM_REG_R8, UC_ARM_REG_R9, UC_ARM_REG_R10,       UC_ARM_REG_R11,
    UC_ARM_REG_R12, UC_ARM_REG_SP, UC_ARM_REG_LR, UC_ARM_REG_PC, UC_ARM_REG_APSR_NZCVQ};

// Exception numbers as QEMU's target/arm/cpu.h has them.
constexpr std::uint32_t excp_swi = 2;
constexpr std::uint32_t excp_prefetch_abort = 3;
constexpr std::uint32_t excp_bkpt = 7;
constexpr std::uint32_t excp_inv_state = 18;

Outcome outcome_of(std::uint32_t number) {
    switch (number) {
        case excp_swi: return Outcome::svc;
        case excp_bkpt: return Outcome::bkpt;
        // The branch was made; what waits at its target is the next instruction's affair.
        case excp_prefetch_abort:
        case excp_inv_state: return Outcome::completed;
        default: return Outcome::fault;
    }
}

}  // namespace

UnicornMachine::UnicornMachine(std::uint32_t flash_base, std::span<std::uint8_t> flash, std::uint32_t sram_base,
                               std::span<std::uint8_t> sram)
    : flash_base_(flash_base), flash_(flash), sram_base_(sram_base), sram_(sram) {
    open();
}

void UnicornMachine::open() {
    constexpr std::uint32_t read_only = UC_PROT_READ | UC_PROT_EXEC;
    must(uc_open(UC_ARCH_ARM, static_cast<uc_mode>(UC_MODE_THUMB | UC_MODE_MCLASS), &engine_), "open");
    must(uc_ctl_set_cpu_model(engine_, UC_CPU_ARM_CORTEX_M3), "choose Cortex-M3");
    must(uc_mem_map_ptr(engine_, flash_base_, flash_.size(), read_only, flash_.data()), "map flash");
    must(uc_mem_map_ptr(engine_, 0, flash_.size(), read_only, flash_.data()), "map flash at 0");
    must(uc_mem_map_ptr(engine_, sram_base_, sram_.size(), UC_PROT_ALL, sram_.data()), "map SRAM");
    uc_hook hook = 0;
    must(uc_hook_add(engine_, &hook, UC_HOOK_INTR, reinterpret_cast<void*>(on_interrupt), this, 1, 0), "hook");
    must(uc_hook_add(engine_, &hook, UC_HOOK_MEM_UNMAPPED | UC_HOOK_MEM_PROT, reinterpret_cast<void*>(on_unmapped),
                     this, 1, 0),
         "hook");
}

UnicornMachine::~UnicornMachine() { uc_close(engine_); }

void UnicornMachine::on_interrupt(uc_engine* engine, std::uint32_t number, void* self) {
    auto& machine = *static_cast<UnicornMachine*>(self);
    machine.interrupted_ = true;
    machine.outcome_ = outcome_of(number);
    uc_emu_stop(engine);
}

bool UnicornMachine::on_unmapped(uc_engine*, uc_mem_type type, std::uint64_t address, int, std::int64_t, void* self) {
    auto& machine = *static_cast<UnicornMachine*>(self);
    machine.unmapped_address_ = address;
    machine.fetch_failed_ = type == UC_MEM_FETCH_UNMAPPED || type == UC_MEM_FETCH_PROT;
    return false;
}

Outcome UnicornMachine::step(Registers& registers) {
    std::array<void*, register_ids.size()> values{};
    for (unsigned i = 0; i < 16; ++i) values[i] = &registers.r[i];
    values[16] = &registers.apsr;
    std::array<int, register_ids.size()> ids = register_ids;
    registers.apsr |= 0x01000000;  // EPSR.T
    const std::uint32_t zero = 0;
    uc_reg_write(engine_, UC_ARM_REG_PRIMASK, &zero);
    uc_reg_write(engine_, UC_ARM_REG_BASEPRI, &zero);
    uc_reg_write(engine_, UC_ARM_REG_FAULTMASK, &zero);
    uc_reg_write(engine_, UC_ARM_REG_CONTROL, &zero);
    uc_reg_write(engine_, UC_ARM_REG_PSP, &zero);
    must(uc_reg_write_batch(engine_, ids.data(), values.data(), static_cast<int>(ids.size())), "write registers");
    interrupted_ = false;
    fetch_failed_ = false;
    unmapped_address_ = 0;
    const std::uint32_t begin = registers.r[15] | 1;
    const uc_err error = uc_emu_start(engine_, begin, 0xFFFFFFFE, 0, 1);
    must(uc_reg_read_batch(engine_, ids.data(), values.data(), static_cast<int>(ids.size())), "read registers");
    // Not in the batch: Unicorn 2.0.1 reads XPSR there from before the run.
    must(uc_reg_read(engine_, UC_ARM_REG_XPSR, &registers.apsr), "read XPSR");
    registers.apsr &= 0xF8000000;
    if (interrupted_) return outcome_;
    if (fetch_failed_) {
        // The branch was made; Unicorn found no memory at its target before it stopped.
        registers.r[15] = static_cast<std::uint32_t>(unmapped_address_);
        return Outcome::completed;
    }
    return error == UC_ERR_OK ? Outcome::completed : Outcome::fault;
}

void UnicornMachine::use_up_it_state(std::uint32_t address) {
    uc_emu_start(engine_, address | 1, 0xFFFFFFFE, 0, 1);  // what an IT block makes conditional is not counted
}

void UnicornMachine::forget_code() {
    // Neither uc_ctl_remove_cache, a flush nor unmapping drops every translation of 2.0.1; a new engine has none.
    uc_close(engine_);
    open();
}

}  // namespace jig::oracle
