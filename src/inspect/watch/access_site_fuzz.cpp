// SPDX-License-Identifier: Apache-2.0
// Any bytes as code and registers: finding an access ends, and names only places within the code it was given.
#include <algorithm>
#include <cstdlib>

#include "inspect/watch/access_site.hpp"

namespace {

using namespace jig;

constexpr std::size_t registers_bytes = 16 * 4;
constexpr std::uint32_t base = 0x08000000;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Result<inspect::InstructionReader> reader = inspect::InstructionReader::open();
    if (!reader || size < registers_bytes) return 0;
    const ByteView input(data, size);
    const ByteView code = input.subspan(registers_bytes);
    const std::uint32_t code_bytes = static_cast<std::uint32_t>(std::min<std::size_t>(code.size(), 1536));
    inspect::HaltedCore core{.pc = base + (code_bytes & ~1U), .xpsr = load_le32(input.subspan(60))};
    core.reg = [input](unsigned number) { return std::optional(load_le32(input.subspan(4 * std::size_t{number}))); };
    const inspect::CodeWindow window{.base = base, .bytes = Bytes(code.begin(), code.begin() + code_bytes)};
    const AddressRange watched[] = {{0x1FFFF7E8, 12}, {base, 16}};
    const auto sites = inspect::find_access(*reader, window, core, watched, [](std::uint32_t address, std::uint32_t) {
        return std::optional(address * 0x01010101);
    });
    for (const inspect::AccessSite& site : sites) {
        if (site.pc < base || site.pc >= core.pc || site.reads.empty()) std::abort();
    }
    return 0;
}
