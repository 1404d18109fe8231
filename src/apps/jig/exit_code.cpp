// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/exit_code.hpp"

#include <array>
#include <cassert>

namespace jig::app {
namespace {

struct Row {
    ErrorKind kind;
    const char* name;
    int exit_code;
};

constexpr std::array rows = {
    Row{ErrorKind::usage, "usage", exit_usage},
    Row{ErrorKind::bad_file, "bad-file", exit_usage},
    Row{ErrorKind::no_probe, "no-probe", exit_failed},
    Row{ErrorKind::link, "link", exit_failed},
    Row{ErrorKind::timeout, "timeout", exit_failed},
    Row{ErrorKind::wait, "wait", exit_failed},
    Row{ErrorKind::fault, "fault", exit_failed},
    Row{ErrorKind::protection, "protection", exit_says_no},
    Row{ErrorKind::refused, "refused", exit_says_no},
    Row{ErrorKind::mismatch, "mismatch", exit_says_no},
    Row{ErrorKind::unsupported, "unsupported", exit_says_no},
    Row{ErrorKind::interrupted, "interrupted", exit_failed},
    Row{ErrorKind::internal, "internal", exit_failed},
};

const Row& row_of(ErrorKind kind) {
    for (const Row& row : rows) {
        if (row.kind == kind) return row;
    }
    assert(false && "every ErrorKind has a row");
    return rows.back();
}

}  // namespace

int exit_code(ErrorKind kind) { return row_of(kind).exit_code; }
const char* name_of(ErrorKind kind) { return row_of(kind).name; }

}  // namespace jig::app
