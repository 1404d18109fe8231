// SPDX-License-Identifier: Apache-2.0
#include "clone/verify.hpp"

#include <fmt/format.h>

#include "clone/capture.hpp"
#include "clone/check.hpp"
#include "clone/compare.hpp"
#include "clone/identify.hpp"
#include "clone/reading.hpp"

namespace jig::clone {
namespace {

void compare_options(const image::BoardArchive& wanted, const Identity& identity, Report& report) {
    if (!wanted.option_bytes) return;
    for (Difference& difference :
         differences(chip::option_bytes_address, *wanted.option_bytes, identity.option_bytes)) {
        report.differences.push_back(std::move(difference));
    }
}

}  // namespace

Result<void> verify_board(const image::BoardArchive& wanted, Board& board, const std::vector<AddressRange>& keep,
                          Progress& progress, Report& report) {
    TRY_ASSIGN(Bytes bytes, wanted_flash(wanted));
    TRY_ASSIGN(const Identity identity, identify(board));
    TRY_ASSIGN(report.notes, check_compatible(wanted, identity));
    if (identity.read_protected) return fail(read_protected_error(identity));
    TRY_ASSIGN(const std::uint32_t size, readable_flash_bytes(board, identity));
    if (bytes.size() > size) {
        return fail(
            ErrorKind::refused,
            fmt::format("the image holds {} bytes but the flash has {}; they cannot be alike", bytes.size(), size));
    }
    bytes.resize(std::max<std::size_t>(bytes.size(), identity.flash_bytes()), image::erased_byte);
    const Duration begin = board.clock().now();
    const AddressRange range{chip::flash_base, static_cast<std::uint32_t>(bytes.size())};
    TRY_ASSIGN(const Bytes found, read_range(board, range, "verify", progress));
    report.seconds.verify = std::chrono::duration<double>(board.clock().now() - begin).count();
    report.kept = keep;
    report.differences = differences(chip::flash_base, bytes, found, keep);
    compare_options(wanted, identity, report);
    report.verified = report.differences.empty();
    report.outcome = report.verified ? Outcome::pass : Outcome::fail;
    return {};
}

}  // namespace jig::clone
