// SPDX-License-Identifier: Apache-2.0
// A bench of a golden board and a target in a folder of its own, and the way to a board through probe and wire.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "bench/virtual_bench.hpp"
#include "clone/clone.hpp"
#include "clone/debug_board.hpp"
#include "dap/connect.hpp"

namespace jig::job {

inline constexpr std::size_t flash_bytes = 256 * 1024;
inline constexpr AddressRange record_range{0x08007000, 12};

// `bytes` of a program that runs forever at 0x08000100, the rest drawn from `seed`, padded to a whole flash.
[[nodiscard]] Bytes firmware(std::size_t bytes, std::uint64_t seed);

// What lies at the unit record of a flash.
[[nodiscard]] Bytes record_of(ByteView flash);

// A folder with bench.toml, golden.bin and target.bin; gone when this is. Power and contents are as the bench keeps
// them.
class JobBench {
 public:
    JobBench(ByteView golden, ByteView target);
    ~JobBench();
    JobBench(const JobBench&) = delete;
    JobBench& operator=(const JobBench&) = delete;

    // Writes bench.toml anew: more keys for the target, as the bench file has them ("faults = { seed = 3 }").
    void describe_target(const std::string& keys);
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "bench.toml"; }
    [[nodiscard]] std::filesystem::path backups() const { return folder_ / "backups"; }
    [[nodiscard]] std::filesystem::path folder() const { return folder_; }
    // The contents that the bench keeps for a board between runs.
    [[nodiscard]] Bytes stored(const std::string& board, const std::string& what) const;

 private:
    std::filesystem::path folder_;
};

// One board with power, reached through its ST-Link.
struct OpenBoard {
    std::unique_ptr<bench::BenchBoard> board;
    std::unique_ptr<dap::Target> target;           // goes before the board that it speaks through
    std::unique_ptr<clone::DebugBoard> connected;  // goes first
};
[[nodiscard]] Result<OpenBoard> open_board(const JobBench& bench, const std::string& name,
                                           dap::ConnectHow how = dap::ConnectHow::automatic);

// The golden board's archive, captured through its probe.
[[nodiscard]] Result<image::BoardArchive> capture_golden(const JobBench& bench);

// One run of the job as a command would do it: power-on, connect, clone.
[[nodiscard]] Result<void> clone_to_target(const JobBench& bench, const image::BoardArchive& golden,
                                           const clone::CloneOrder& order, clone::Report& report);

// Keeps the unit record; backups go into the bench's folder.
[[nodiscard]] clone::CloneOrder order_for(const JobBench& bench);

}  // namespace jig::job
