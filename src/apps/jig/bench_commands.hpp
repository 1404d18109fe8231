// SPDX-License-Identifier: Apache-2.0
// What stands behind `jig bench`.
#pragma once

#include "apps/jig/command.hpp"

namespace jig::app {

void add_bench_serve(CommandLine& line, CLI::App& bench);
void add_bench_power(CommandLine& line, CLI::App& bench);
void add_bench_look(CommandLine& line, CLI::App& bench);

}  // namespace jig::app
