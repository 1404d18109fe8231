// SPDX-License-Identifier: Apache-2.0
// One board of a virtual bench in this process, made for one test, with a firmware of a few instructions.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>

#include "bench/testing/temporary_folder.hpp"
#include "bench/virtual_bench.hpp"
#include "dap/connect.hpp"

namespace jig::host {

// What an F103 can run that makes a debugger's life hard.
enum class Firmware {
    blank,   // erased flash: the core locks up at once
    counts,  // a loop
    ticks,   // sleeps, woken by SysTick every millisecond
    stops,   // Stop mode for good
    naps,    // Stop mode 30 ms after each reset
    no_swj,  // switches the debug pins off, then loops
};
[[nodiscard]] Bytes image_of(Firmware firmware);

struct BoardWish {
    Firmware firmware = Firmware::counts;
    std::string probe = "V2J37";  // the firmware of an ST-Link, or another probe as the bench file calls it
    bool nrst_wired = true;
    std::string more = {};  // further lines of the bench file, such as faults
    std::string part = "STM32F103RC";
};

class Rig {
 public:
    explicit Rig(const BoardWish& wish = {});

    [[nodiscard]] bench::BenchBoard& bench() { return *bench_; }
    [[nodiscard]] machine::Chip& chip() { return bench_->board().chip(); }
    // Lets the board run by itself for a while.
    void pass(Duration time) { bench_->ports().clock().sleep(time); }
    // Opens the probe and connects.
    Result<std::unique_ptr<dap::Target>> connect(dap::ConnectHow how = dap::ConnectHow::automatic);
    // As above; a failure fails the test and ends in a null pointer.
    std::unique_ptr<dap::Target> connected(dap::ConnectHow how = dap::ConnectHow::automatic);

 private:
    bench::TemporaryFolder folder_;
    std::unique_ptr<bench::BenchBoard> bench_;
};

}  // namespace jig::host
