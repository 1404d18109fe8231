// SPDX-License-Identifier: Apache-2.0
// Serves a bench to programs outside: sockets and ptys that stock programmers take for hardware.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "board/description.hpp"

namespace jig::bench {

struct ServeOptions {
    bool realtime = false;  // no answer leaves before the board's own clock says so
};

// One JSON object, without a newline.
using OnLine = std::function<void(const std::string& line)>;

// Powers every board on, opens every endpoint the bench file names, reports each and then `{"ready": true}`; when
// `stop` is requested, takes all away again and reports each board's counters. Errors: internal (a board in use by
// another process, a port that is taken), bad_file.
[[nodiscard]] Result<void> serve(const board::BenchDescription& bench, const ServeOptions& options,
                                 const OnLine& on_line, const std::stop_token& stop);

}  // namespace jig::bench
