// SPDX-License-Identifier: Apache-2.0
// What a shell script learns from how jig ended.
#pragma once

#include "base/result.hpp"

namespace jig::app {

inline constexpr int exit_done = 0;
inline constexpr int exit_says_no = 1;  // the board or the image: wrong part, too large, protected, verify differs
inline constexpr int exit_usage = 2;    // wrong words, bad file or archive, several probes and none chosen
inline constexpr int exit_failed = 3;   // no probe; the link or the machine failed

[[nodiscard]] int exit_code(ErrorKind kind);
// The name a program reads in "error": {"kind": …}.
[[nodiscard]] const char* name_of(ErrorKind kind);

}  // namespace jig::app
