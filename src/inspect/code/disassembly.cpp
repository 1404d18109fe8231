// SPDX-License-Identifier: Apache-2.0
#include "inspect/code/disassembly.hpp"

#include <fmt/format.h>

namespace jig::inspect {

std::vector<InstructionText> disassembly(const InstructionReader& reader, const FlashView& flash,
                                         const AddressRange& range) {
    std::vector<InstructionText> lines;
    const AddressRange inside = intersection(flash.range(), range);
    std::uint32_t address = inside.start;
    while (address + 2 <= inside.end()) {
        const ByteView code = flash.bytes.subspan(address - flash.base);
        const auto found = reader.read(code, address);
        const ByteView bytes = code.first(found ? found->size_bytes : 2);
        lines.push_back({address, Bytes(bytes.begin(), bytes.end()),
                         found ? found->text : fmt::format(".short 0x{:04x}", load_le16(code))});
        address += static_cast<std::uint32_t>(bytes.size());
    }
    return lines;
}

}  // namespace jig::inspect
