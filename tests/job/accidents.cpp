// SPDX-License-Identifier: Apache-2.0
// Many accidents of one kind, a line for each seed; ends with 1 when a promise did not hold.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "accident.hpp"

namespace {

// The number of broken promises.
int run_one(jig::job::AccidentKind kind, const std::string& word, std::uint64_t seed,
            const std::filesystem::path& jig) {
    const jig::job::AccidentOutcome outcome = jig::job::run_accident(kind, seed, jig);
    fmt::print("{} seed {}: {}, {} runs{}{}\n", word, seed, outcome.broken.empty() ? "held" : "BROKEN", outcome.runs,
               outcome.interrupted ? ", interrupted: " : ", not interrupted", outcome.first_error);
    for (const std::string& sentence : outcome.broken) fmt::print("    {}\n", sentence);
    std::fflush(stdout);
    return static_cast<int>(outcome.broken.size());
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Interrupts clones, and checks that nothing is lost");
    std::string word = "power";
    std::uint64_t seed = 1;
    std::uint64_t count = 30;
    std::string jig = (std::filesystem::path(argv[0]).parent_path() / "jig").string();
    app.add_option("--kind", word, "kill, unplug, power or noise");
    app.add_option("--seed", seed, "The first seed");
    app.add_option("--count", count, "How many seeds");
    app.add_option("--jig", jig, "The program that --kind kill kills");
    CLI11_PARSE(app, argc, argv);
    const auto kind = jig::job::parse_accident_kind(word);
    if (!kind) {
        fmt::print(stderr, "accidents: {}\n", kind.error().what);
        return 2;
    }
    int broken = 0;
    for (std::uint64_t i = 0; i < count; ++i) broken += run_one(*kind, word, seed + i, jig);
    fmt::print("{}: {} seeds from {}, {} promises broken\n", word, count, seed, broken);
    return broken == 0 ? 0 : 1;
}
