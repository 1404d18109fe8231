// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/exit_code.hpp"

namespace jig::app {
namespace {

struct Row {
    const char* name;
    int exit_code;
};

Row row_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage: return {"usage", exit_usage};
        case ErrorKind::bad_file: return {"bad-file", exit_usage};
        case ErrorKind::no_probe: return {"no-probe", exit_failed};
        case ErrorKind::link: return {"link", exit_failed};
        case ErrorKind::timeout: return {"timeout", exit_failed};
        case ErrorKind::wait: return {"wait", exit_failed};
        case ErrorKind::fault: return {"fault", exit_failed};
        case ErrorKind::protection: return {"protection", exit_says_no};
        case ErrorKind::refused: return {"refused", exit_says_no};
        case ErrorKind::mismatch: return {"mismatch", exit_says_no};
        case ErrorKind::unsupported: return {"unsupported", exit_says_no};
        case ErrorKind::interrupted: return {"interrupted", exit_failed};
        case ErrorKind::internal: return {"internal", exit_failed};
    }
    return {"internal", exit_failed};
}

}  // namespace

int exit_code(ErrorKind kind) { return row_of(kind).exit_code; }
const char* name_of(ErrorKind kind) { return row_of(kind).name; }

}  // namespace jig::app
