// SPDX-License-Identifier: Apache-2.0
// One difference between dumps, with all that can be said of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/code/references.hpp"
#include "inspect/diff/structure.hpp"
#include "inspect/diff/varying.hpp"
#include "inspect/identity/uid_relation.hpp"

namespace jig::inspect {

// What a dump holds more than the first one that has the field; bytewise, and as a little-endian number if it is one.
struct FieldDelta {
    std::size_t dump = 0;
    Bytes added;  // modulo 256
    Bytes xored;
    std::optional<std::int64_t> number;  // of fields of up to four bytes
};

// Another field that goes along with this one.
struct Companion {
    enum class How : std::uint8_t {
        equal,       // the same bytes in every dump
        complement,  // the inverse in every dump
        same_delta,  // other bytes, but the same step from dump to dump, as numbers
        same_xor,    // other bytes, but the same bits change from dump to dump
    };
    AddressRange range;
    How how = How::equal;
};

// How a field stands to the UIDs of the boards.
enum class Follows : std::uint8_t {
    not_known,  // the UIDs of two boards or more are not known
    no,         // no relation of the catalogue, and the differences do not look like one
    copy,       // byte by byte, perhaps with a constant mixed in
    linear,     // a sum, xor or shift-sum of its words
    function,   // a CRC or hash of the catalogue
    diffused,   // changes in whole when UIDs change little: a hash or cipher with a secret, or a number of its own
};
[[nodiscard]] std::string_view name_of(Follows follows);  // "not known", "copy", …

struct FieldReference {
    Reference reference;
    std::string instruction;  // disassembled; empty for a word
    std::size_t dump = 0;     // whose code it is
    AddressRange refers_to;   // the field, or the record or page that it lies in
};

enum class Standing : std::uint8_t { supported, possible, ruled_out };
[[nodiscard]] std::string_view name_of(Standing standing);  // "supported", …

// One thing that a field may be.
struct Explanation {
    std::string what;
    Standing standing = Standing::possible;
    std::string because;     // the observation, with addresses and numbers
    std::string predicts;    // what must be so if it is true
    std::string decided_by;  // what would settle it; empty when it is settled
};

struct Field {
    AddressRange range;
    FieldClass kind = FieldClass::per_unit;
    std::vector<std::size_t> holders;    // dumps that have it
    std::vector<Bytes> values;           // in the order of the holders
    std::optional<AddressRange> record;  // used bytes between erased ones, of which the field is a part
    std::string owner;                   // "the vector table at 0x08000000", or empty
    std::vector<FieldDelta> deltas;
    std::vector<Companion> companions;
    std::vector<Look> looks;
    Follows follows = Follows::not_known;
    std::optional<UidRelation> relation;  // a finding, or a candidate that one more board would decide
    DiffusionTest diffusion;
    std::vector<FieldReference> references;
    std::vector<Explanation> explanations;  // likeliest first

    [[nodiscard]] bool bound_to_uid() const {
        return follows == Follows::copy || follows == Follows::linear || follows == Follows::function;
    }
};

}  // namespace jig::inspect
