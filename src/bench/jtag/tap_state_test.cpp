// SPDX-License-Identifier: Apache-2.0
// The TAP controller's state diagram.
#include "bench/jtag/tap_state.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace jig::bench {
namespace {

TapState walk(TapState state, std::string_view tms) {
    for (const char bit : tms) state = next(state, bit == '1');
    return state;
}

TEST(TapStateTest, five_ones_reach_test_logic_reset_from_everywhere) {
    for (unsigned state = 0; state < 16; ++state) {
        EXPECT_EQ(walk(static_cast<TapState>(state), "11111"), TapState::test_logic_reset) << state;
    }
}

TEST(TapStateTest, follows_the_state_diagram) {
    struct Row {
        const char* tms;
        TapState state;
    };
    using enum TapState;
    for (const Row& row : {Row{"", test_logic_reset}, Row{"1", test_logic_reset},    Row{"0", run_test_idle},
                           Row{"00", run_test_idle},  Row{"01", select_dr},          Row{"010", capture_dr},
                           Row{"0100", shift_dr},     Row{"01000", shift_dr},        Row{"0101", exit1_dr},
                           Row{"01001", exit1_dr},    Row{"01010", pause_dr},        Row{"010100", pause_dr},
                           Row{"010101", exit2_dr},   Row{"0101010", shift_dr},      Row{"0101011", update_dr},
                           Row{"01011", update_dr},   Row{"010110", run_test_idle},  Row{"010111", select_dr},
                           Row{"011", select_ir},     Row{"0111", test_logic_reset}, Row{"0110", capture_ir},
                           Row{"01100", shift_ir},    Row{"011000", shift_ir},       Row{"01101", exit1_ir},
                           Row{"011001", exit1_ir},   Row{"011010", pause_ir},       Row{"0110100", pause_ir},
                           Row{"0110101", exit2_ir},  Row{"01101010", shift_ir},     Row{"01101011", update_ir},
                           Row{"011011", update_ir},  Row{"0110110", run_test_idle}, Row{"0110111", select_dr}}) {
        EXPECT_EQ(walk(test_logic_reset, row.tms), row.state) << row.tms;
    }
}

}  // namespace
}  // namespace jig::bench
