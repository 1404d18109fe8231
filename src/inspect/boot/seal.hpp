// SPDX-License-Identifier: Apache-2.0
// Whether a firmware checks its image before it does its work, told from boots alone: one bit changed in bytes that are
// read and never run makes it fail. Changes that leave every sum, or every CRC, as it was tell what kind of check it
// is; neither its values nor its algorithm need be known.
#pragma once

#include <optional>

#include "inspect/boot/boot.hpp"

namespace jig::inspect {

enum class SealKind : std::uint8_t {
    sum,       // words can be exchanged against each other: a sum or an exclusive or
    weighted,  // a sum of sums: Fletcher, Adler
    cyclic,    // a multiple of a CRC's polynomial is not noticed
    diffused,  // every change is noticed: a hash, a cipher, a signature
};
[[nodiscard]] const char* name_of(SealKind kind);

struct Seal {
    SealKind kind = SealKind::diffused;
    AddressRange covered;                // what is read without a gap
    std::optional<AddressRange> stored;  // what it is compared with, where that was found
};

struct SealQuery {
    const World* golden = nullptr;
    const BootRecord* golden_end = nullptr;
    const BootRecord* copy_end = nullptr;  // how a board fails that is not whole
    BootPlan plan;
};

struct SealAnswer {
    std::optional<Seal> seal;
    std::size_t boots = 0;
};

// Nothing when no image is read as a whole, or when a change in it does no harm. Errors: as boot().
[[nodiscard]] Result<SealAnswer> find_seal(const SealQuery& query);

}  // namespace jig::inspect
