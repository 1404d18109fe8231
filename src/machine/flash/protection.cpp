// SPDX-License-Identifier: Apache-2.0
// PM0075 2.4.1 and 2.4.2 as predicates.
#include "machine/flash/protection.hpp"

#include <algorithm>

namespace jig::machine {

bool write_protected(const LoadedOptions& options, const FlashGeometry& geometry, std::uint32_t offset) {
    const std::uint32_t bit = std::min<std::uint32_t>(geometry.page_of(offset) / geometry.pages_per_wrp_bit(), 31);
    return (options.wrpr >> bit & 1U) == 0;
}

bool may_read(const LoadedOptions& options, const Requester& who) {
    if (!options.rdprt) return true;
    if (who.boot != BootMode::main_flash) return false;
    switch (who.master) {
        case Master::core_fetch: return true;
        case Master::core_data: return !who.debug_active && who.code_in_flash;
        case Master::debug:
        case Master::dma: return false;
    }
    return false;
}

bool may_change(const LoadedOptions& options, const FlashGeometry& geometry, const Requester& who,
                std::uint32_t offset) {
    if (write_protected(options, geometry, offset)) return false;
    if (!options.rdprt) return true;
    const bool first_pages = geometry.page_of(offset) < geometry.pages_per_wrp_bit();
    const bool user_code = who.master == Master::core_data && who.boot == BootMode::main_flash && who.code_in_flash;
    return !first_pages && user_code && !who.debug_active;
}

bool may_erase_all(const LoadedOptions& options, const FlashGeometry& geometry, std::uint32_t offset,
                   std::uint32_t bytes) {
    for (std::uint32_t page = offset; page < offset + bytes; page += geometry.page_bytes)
        if (write_protected(options, geometry, page)) return false;
    return true;
}

}  // namespace jig::machine
