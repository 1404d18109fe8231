// SPDX-License-Identifier: Apache-2.0
// A few accidents of each kind that needs no second process; `accidents` runs more.
#include <gtest/gtest.h>

#include <string>

#include "accident.hpp"

namespace jig::job {
namespace {

struct Row {
    const char* name;
    AccidentKind kind;
    std::uint64_t first_seed;
};

class Accidents : public testing::TestWithParam<Row> {};

TEST_P(Accidents, lose_nothing) {
    constexpr std::uint64_t seeds = 6;
    for (std::uint64_t i = 0; i < seeds; ++i) {
        const std::uint64_t seed = GetParam().first_seed + i;
        const AccidentOutcome outcome = run_accident(GetParam().kind, seed, "");
        for (const std::string& sentence : outcome.broken) ADD_FAILURE() << "seed " << seed << ": " << sentence;
    }
}

INSTANTIATE_TEST_SUITE_P(Job, Accidents,
                         testing::Values(Row{"unplug", AccidentKind::unplug, 1}, Row{"power", AccidentKind::power, 1},
                                         Row{"noise", AccidentKind::noise, 1}),
                         [](const testing::TestParamInfo<Row>& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace jig::job
