// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/wall_pace.hpp"

#include <gtest/gtest.h>

#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::SmallBench;

constexpr const char* board = "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\n";

TEST(WallPace, in_real_time_an_answer_waits_until_the_wall_has_caught_up) {
    SmallBench bench(board, true);
    bench.served[0]->use([](LiveBoard& live) { live.clock().sleep(milliseconds(70)); });
    EXPECT_EQ(bench.wall.now(), Duration(milliseconds(70)));
    EXPECT_EQ(bench.served[0]->pace().lateness().total, Duration{0});
}

TEST(WallPace, in_real_time_the_board_lives_through_what_clients_do_not_use) {
    SmallBench bench(board, true);
    bench.wall.sleep(seconds(3));
    bench.served[0]->catch_up();
    EXPECT_EQ(bench.served[0]->live().clock().now(), Duration(seconds(3)));
}

TEST(WallPace, a_board_that_takes_longer_than_its_own_time_is_counted_late) {
    SmallBench bench(board, true);
    for (const int late_ms : {5, 2}) {
        bench.served[0]->use([&](LiveBoard& live) {
            live.clock().sleep(milliseconds(10));
            bench.wall.sleep(milliseconds(10 + late_ms));
        });
    }
    EXPECT_EQ(bench.served[0]->pace().lateness().total, Duration(milliseconds(7)));
    EXPECT_EQ(bench.served[0]->pace().lateness().worst, Duration(milliseconds(5)));
}

// Every look at it takes a millisecond, as simulating does.
class SlowWall final : public Clock {
 public:
    [[nodiscard]] Duration now() const override { return now_ += milliseconds(1); }
    void sleep(Duration duration) override { now_ += duration; }

 private:
    mutable Duration now_{0};
};

TEST(WallPace, catching_up_while_nobody_waits_is_not_lateness) {
    const SmallBench bench(board, true);
    BoardClock& clock = bench.served[0]->live().clock();
    SlowWall wall;
    WallPace pace(clock, wall, true);
    pace.catch_up();
    EXPECT_GT(clock.now(), Duration{0});
    EXPECT_EQ(pace.lateness().total, Duration{0});
    pace.begin();
    pace.end();
    EXPECT_GT(pace.lateness().total, Duration{0});
}

TEST(WallPace, without_real_time_nothing_sleeps_and_a_long_silence_is_cut_short) {
    SmallBench bench(board);
    bench.served[0]->use([](LiveBoard& live) { live.clock().sleep(seconds(1)); });
    EXPECT_EQ(bench.wall.now(), Duration{0});
    bench.wall.sleep(milliseconds(300));
    bench.served[0]->catch_up();
    EXPECT_EQ(bench.served[0]->live().clock().now(), Duration(milliseconds(1300)));
    bench.wall.sleep(std::chrono::hours(1));
    bench.served[0]->catch_up();
    EXPECT_EQ(bench.served[0]->live().clock().now(), Duration(milliseconds(3300)));
}

}  // namespace
}  // namespace jig::bench
