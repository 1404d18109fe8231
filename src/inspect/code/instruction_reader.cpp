// SPDX-License-Identifier: Apache-2.0
#include "inspect/code/instruction_reader.hpp"

#include <capstone/capstone.h>
#include <fmt/format.h>

#include <memory>
#include <span>
#include <utility>

namespace jig::inspect {
namespace {

static_assert(sizeof(csh) == sizeof(std::size_t));

struct InstructionDeleter {
    void operator()(cs_insn* instruction) const { cs_free(instruction, 1); }
};

// capstone names R13 to R15 apart from the rest.
std::uint32_t register_bit(unsigned reg) {
    switch (reg) {
        case ARM_REG_SP: return 1U << 13;
        case ARM_REG_LR: return 1U << 14;
        case ARM_REG_PC: return 1U << 15;
        default: return reg >= ARM_REG_R0 && reg <= ARM_REG_R12 ? 1U << (reg - ARM_REG_R0) : 0;
    }
}

std::uint32_t written_by(csh handle, const cs_insn& instruction) {
    cs_regs read;
    cs_regs write;
    std::uint8_t reads = 0;
    std::uint8_t writes = 0;
    if (cs_regs_access(handle, &instruction, read, &reads, write, &writes) != CS_ERR_OK) return 0xFFFF;
    std::uint32_t written = 0;
    for (const std::uint16_t reg : std::span(write).first(writes)) written |= register_bit(reg);
    return written;
}

}  // namespace

Result<InstructionReader> InstructionReader::open() {
    csh handle = 0;
    cs_err error = cs_open(CS_ARCH_ARM, static_cast<cs_mode>(CS_MODE_THUMB | CS_MODE_MCLASS), &handle);
    if (error == CS_ERR_OK) error = cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
    if (error == CS_ERR_OK) return InstructionReader(handle);
    return fail(ErrorKind::internal, fmt::format("capstone does not read Thumb code: {}; install a capstone that is "
                                                 "built with ARM support",
                                                 cs_strerror(error)));
}

InstructionReader::InstructionReader(InstructionReader&& other) noexcept : handle_(std::exchange(other.handle_, 0)) {}

InstructionReader& InstructionReader::operator=(InstructionReader&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

InstructionReader::~InstructionReader() {
    if (handle_ != 0) cs_close(&handle_);
}

std::optional<ReadInstruction> InstructionReader::read(ByteView code, std::uint32_t address) const {
    const std::unique_ptr<cs_insn, InstructionDeleter> found(cs_malloc(handle_));
    const std::uint8_t* next = code.data();
    std::size_t left = code.size();
    std::uint64_t at = address;
    if (!cs_disasm_iter(handle_, &next, &left, &at, found.get())) return {};
    const std::uint32_t written = written_by(handle_, *found);
    const bool jumps = cs_insn_group(handle_, found.get(), ARM_GRP_JUMP) || (written >> 15 & 1) != 0;
    const std::string operands = found->op_str;
    return ReadInstruction{.size_bytes = found->size,
                           .text = operands.empty() ? found->mnemonic : fmt::format("{} {}", found->mnemonic, operands),
                           .written = written,
                           .jumps = jumps};
}

}  // namespace jig::inspect
