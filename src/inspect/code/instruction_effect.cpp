// SPDX-License-Identifier: Apache-2.0
#include "inspect/code/instruction_effect.hpp"

namespace jig::inspect {

Effect load_literal(const FlashView& flash, std::uint32_t size, std::uint32_t at, unsigned into,
                    KnownRegisters& registers) {
    registers.forget(into);
    Effect effect{.size = size, .ends_flow = into == KnownRegisters::pc, .reference = {}, .literal = {}};
    if (!flash.holds(at, 4)) return effect;
    const std::uint32_t value = flash.word(at);
    registers.set(into, value);
    effect.literal = at;
    effect.reference = Reference{.to = value, .from = 0, .access = Access::address, .kind = ReferenceKind::literal};
    return effect;
}

Effect touch(std::uint32_t size, KnownRegisters::Value address, Access access, unsigned bytes) {
    Effect effect{.size = size, .ends_flow = false, .reference = {}, .literal = {}};
    if (address) {
        effect.reference =
            Reference{.to = *address, .from = 0, .access = access, .kind = ReferenceKind::computed, .bytes = bytes};
    }
    return effect;
}

Effect take(std::uint32_t size, unsigned into, KnownRegisters::Value value, ReferenceKind kind,
            KnownRegisters& registers) {
    registers.set(into, value);
    Effect effect{.size = size, .ends_flow = into == KnownRegisters::pc, .reference = {}, .literal = {}};
    if (value) effect.reference = Reference{.to = *value, .from = 0, .access = Access::address, .kind = kind};
    return effect;
}

Effect apply_instruction(const FlashView& flash, std::uint32_t address, KnownRegisters& registers) {
    const std::uint16_t first = flash.half_word(address);
    const bool wide = (first & 0xF800) >= 0xE800;  // DDI 0403 A5.1
    if (!wide) return apply_narrow(flash, address, first, registers);
    if (!flash.holds(address, 4)) return {.size = 4, .ends_flow = true, .reference = {}, .literal = {}};
    const std::uint32_t code = std::uint32_t{first} << 16 | flash.half_word(address + 2);
    return apply_wide(flash, address, code, registers);
}

}  // namespace jig::inspect
