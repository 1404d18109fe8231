// SPDX-License-Identifier: Apache-2.0
#include "inspect/code/disassembly.hpp"

#include <capstone/capstone.h>
#include <fmt/format.h>

#include <memory>
#include <utility>

namespace jig::inspect {
namespace {

static_assert(sizeof(csh) == sizeof(std::size_t));

struct InstructionDeleter {
    void operator()(cs_insn* instruction) const { cs_free(instruction, 1); }
};

std::string text_of(const cs_insn& instruction) {
    if (instruction.op_str[0] == '\0') return instruction.mnemonic;
    return fmt::format("{} {}", instruction.mnemonic, instruction.op_str);
}

}  // namespace

Result<Disassembler> Disassembler::open() {
    csh handle = 0;
    const cs_err error = cs_open(CS_ARCH_ARM, static_cast<cs_mode>(CS_MODE_THUMB | CS_MODE_MCLASS), &handle);
    if (error != CS_ERR_OK) {
        return fail(ErrorKind::internal, fmt::format("capstone does not disassemble Thumb code: {}; install a capstone "
                                                     "that is built with ARM support",
                                                     cs_strerror(error)));
    }
    return Disassembler(handle);
}

Disassembler::Disassembler(Disassembler&& other) noexcept : handle_(std::exchange(other.handle_, 0)) {}

Disassembler& Disassembler::operator=(Disassembler&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

Disassembler::~Disassembler() {
    if (handle_ != 0) cs_close(&handle_);
}

std::vector<InstructionText> Disassembler::lines(const FlashView& flash, const AddressRange& range) const {
    std::vector<InstructionText> lines;
    const std::unique_ptr<cs_insn, InstructionDeleter> instruction(cs_malloc(handle_));
    const AddressRange inside = intersection(flash.range(), range);
    std::uint32_t address = inside.start;
    while (address + 2 <= inside.end()) {
        const ByteView code = flash.bytes.subspan(address - flash.base);
        const std::uint8_t* next = code.data();
        std::size_t left = code.size();
        std::uint64_t at = address;
        if (cs_disasm_iter(handle_, &next, &left, &at, instruction.get())) {
            const ByteView bytes = code.first(instruction->size);
            lines.push_back({address, Bytes(bytes.begin(), bytes.end()), text_of(*instruction)});
        } else {
            lines.push_back(
                {address, Bytes(code.begin(), code.begin() + 2), fmt::format(".short 0x{:04x}", load_le16(code))});
        }
        address += static_cast<std::uint32_t>(lines.back().bytes.size());
    }
    return lines;
}

}  // namespace jig::inspect
