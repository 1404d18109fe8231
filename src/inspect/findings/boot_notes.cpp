// SPDX-License-Identifier: Apache-2.0
// Who reads what makes one board different from the next.
#include <fmt/format.h>

#include <map>

#include "inspect/boot/event_names.hpp"
#include "inspect/findings/experts.hpp"

namespace jig::inspect {
namespace {

// A UID that is read and decides nothing is a serial number.
std::string what_follows(const Case& the_case, machine::ReadKind kind) {
    if (kind != machine::ReadKind::uid || !the_case.uid_decision) return {};
    if (the_case.uid_is_parameter())
        return fmt::format(
            "; on {} other chips it ends in {} other ways, none of them worse: the ID sets a number there, "
            "such as a delay or an address, and locks nothing",
            the_case.uid_role->chips, the_case.uid_role->outcomes);
    return the_case.uid_decision->differences.empty() ? "; with another UID the board ends the same way"
                                                      : "; with another UID the board ends otherwise";
}

}  // namespace

Opinion describe_boot(const Case& the_case) {
    Opinion opinion;
    std::map<machine::ReadKind, std::size_t> named;
    for (const machine::LoggedRead& read : the_case.golden.end.reads) {
        const std::string_view words = identity_words(read.kind);
        if (words.empty() || named[read.kind]++ > 0) continue;
        opinion.notes.push_back(
            {.kind = "identity-read",
             .where = {{read.address, 4}},
             .text = fmt::format("the golden firmware reads {}, first at {} ({}){}", words, hex_address(read.pc),
                                 instruction_at(the_case.golden.world, read.pc), what_follows(the_case, read.kind))});
    }
    return opinion;
}

}  // namespace jig::inspect
