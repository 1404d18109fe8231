// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

int main() { fmt::print("jig {}\n", JIG_VERSION); }
