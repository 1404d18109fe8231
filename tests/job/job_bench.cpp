// SPDX-License-Identifier: Apache-2.0
#include "job_bench.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/random.hpp"
#include "clone/capture.hpp"
#include "probe/list.hpp"

namespace jig::job {
namespace {

void write_file(const std::filesystem::path& file, ByteView bytes) {
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

Bytes firmware(std::size_t bytes, std::uint64_t seed) {
    Random random(seed);
    Bytes whole(flash_bytes, 0xFF);
    for (std::size_t at = 0; at < bytes; ++at) whole[at] = static_cast<std::uint8_t>(random.next());
    store_le32(MutableByteView(whole), 0x20001000);
    store_le32(MutableByteView(whole).subspan(4), 0x08000101);
    store_le16(MutableByteView(whole).subspan(0x100), 0xE7FE);  // b .
    return whole;
}

Bytes record_of(ByteView flash) {
    const ByteView record = flash.subspan(record_range.start - 0x08000000, record_range.length);
    return {record.begin(), record.end()};
}

JobBench::JobBench(ByteView golden, ByteView target) {
    std::string name = (std::filesystem::temp_directory_path() / "jig-job-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write_file(folder_ / "golden.bin", golden);
    write_file(folder_ / "target.bin", target);
    describe_target("");
}

JobBench::~JobBench() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void JobBench::describe_target(const std::string& keys) {
    std::ofstream out(file());
    out << "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nflash = \"golden.bin\"\n"
           "option_bytes = \"a55aff0012ed34cbff00ff00ff00ff00\"\n"
           "[[board]]\nname = \"target\"\npart = \"STM32F103RC\"\nflash = \"target.bin\"\n"
        << keys << "\n";
}

Bytes JobBench::stored(const std::string& board, const std::string& what) const {
    std::ifstream in(folder_ / "state" / board / what, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Result<OpenBoard> open_board(const JobBench& bench, const std::string& name, dap::ConnectHow how) {
    OpenBoard open;
    TRY_ASSIGN(open.board, bench::BenchBoard::open(bench.file(), name));
    TRY_ASSIGN(auto probe, probe::open(open.board->ports(), ""));
    TRY_ASSIGN(open.target, dap::connect(std::move(probe), {.how = how}));
    open.connected = std::make_unique<clone::DebugBoard>(*open.target);
    return open;
}

Result<image::BoardArchive> capture_golden(const JobBench& bench) {
    TRY_ASSIGN(const OpenBoard golden, open_board(bench, "golden"));
    SilentProgress progress;
    return clone::capture(*golden.connected, progress);
}

Result<void> clone_to_target(const JobBench& bench, const image::BoardArchive& golden, const clone::CloneOrder& order,
                             clone::Report& report) {
    TRY_ASSIGN(const OpenBoard target, open_board(bench, "target"));
    SilentProgress progress;
    return clone::clone_board(golden, *target.connected, order, progress, report);
}

clone::CloneOrder order_for(const JobBench& bench) {
    clone::CloneOrder order;
    order.policy.keep = {record_range};
    order.backup.folder = bench.backups();
    order.backup.utc = std::chrono::sys_seconds(std::chrono::seconds(1763833000));
    return order;
}

}  // namespace jig::job
