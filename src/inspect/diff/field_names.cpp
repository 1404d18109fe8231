// SPDX-License-Identifier: Apache-2.0
// The words by which fields are described, the same in text and in --json.
#include "inspect/diff/field.hpp"

namespace jig::inspect {

std::string_view name_of(Follows follows) {
    switch (follows) {
        case Follows::not_known: return "not known";
        case Follows::no: return "no";
        case Follows::copy: return "copy";
        case Follows::linear: return "linear";
        case Follows::function: return "function";
        case Follows::diffused: return "diffused";
    }
    return "";
}

std::string_view name_of(Standing standing) {
    switch (standing) {
        case Standing::supported: return "supported";
        case Standing::possible: return "possible";
        case Standing::ruled_out: return "ruled out";
    }
    return "";
}

}  // namespace jig::inspect
