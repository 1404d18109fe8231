// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/identity_references.hpp"

#include <array>

#include "chip/identity.hpp"
#include "chip/option_bytes.hpp"
#include "chip/registers.hpp"

namespace jig::inspect {
namespace {

struct IdentityRow {
    std::string_view name;
    AddressRange range;
};

// The last backup register, RM0008 6.4.5.
constexpr std::uint32_t backup_end = chip::BKP::DR(42) + 4;

constexpr std::array rows = {
    IdentityRow{"UID", {chip::uid_address, chip::uid_bytes}},
    IdentityRow{"F_SIZE", {chip::f_size_address, 2}},
    IdentityRow{"DBGMCU_IDCODE", {chip::dbgmcu_idcode_address, 4}},
    IdentityRow{"CPUID", {chip::cpuid_address, 4}},
    IdentityRow{"option bytes", {chip::option_bytes_address, chip::option_bytes_size}},
    IdentityRow{"FLASH_OBR and FLASH_WRPR", {chip::FLASH::OBR, 8}},
    IdentityRow{"backup registers", {chip::BKP::DR(1), backup_end - chip::BKP::DR(1)}},
};

}  // namespace

std::vector<IdentityReference> identity_references(const ReferenceMap& references) {
    std::vector<IdentityReference> found;
    for (const IdentityRow& row : rows) {
        for (const Reference& one : references.to(row.range)) found.push_back({row.name, one, false});
        const AddressRange inverted{static_cast<std::uint32_t>(~(row.range.end() - 1)), row.range.length};
        for (const Reference& one : references.to(inverted)) {
            if (one.kind == ReferenceKind::literal) found.push_back({row.name, one, true});
        }
    }
    return found;
}

}  // namespace jig::inspect
