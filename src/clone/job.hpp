// SPDX-License-Identifier: Apache-2.0
// Clone and restore, step by step. Each step is one function; their order is the promise that nothing is written before
// everything is checked and the target's own content is safe on disk.
#pragma once

#include <optional>

#include "clone/clone.hpp"
#include "clone/in_flight.hpp"
#include "flash/programmer.hpp"

namespace jig::clone {

class Job {
 public:
    Job(const image::BoardArchive& source, Board& board, const CloneOrder& order, Progress& progress, Report& report)
        : source_(source), board_(board), order_(order), progress_(progress), report_(report) {}

    Result<void> run();

 private:
    // Checks: reading only.
    Result<void> check();
    Result<void> check_protection();
    Result<void> plan_from_backup();
    void choose_geometry(std::uint32_t answering_bytes);
    Result<void> read_target();
    Result<void> recognise(const AddressRange& whole);
    Result<void> open_programmer();
    Result<void> plan();
    [[nodiscard]] flash::PlanRequest plan_request(ByteView current, ByteView kept_from) const;

    // From here on the board is not as it was.
    Result<void> back_up();
    Result<void> write_flash();
    Result<void> program_and_compare(const flash::Plan& plan);
    Result<void> compare_flash(const flash::Plan& plan);
    Result<std::string> why_not_by_checksum(const flash::Plan& plan);
    Result<void> read_doubtful_again(ByteView wanted, Bytes& found);
    Result<flash::Plan> plan_again();
    [[nodiscard]] Error differs_error(int tries) const;
    Result<void> write_options();
    [[nodiscard]] const std::filesystem::path& marked_backup() const;
    Result<void> start();

    [[nodiscard]] bool options_differ() const;
    [[nodiscard]] bool writes_anything() const;

    const image::BoardArchive& source_;
    Board& board_;
    const CloneOrder& order_;
    Progress& progress_;
    Report& report_;

    Identity identity_;
    std::optional<Unfinished> unfinished_;
    flash::Geometry geometry_;
    Bytes wanted_;                                // what the archive wants, from the flash's base on
    Bytes content_;                               // everything in the target's flash that answers, as read
    std::optional<std::filesystem::path> known_;  // an earlier backup that holds content_, which then was not read
    std::unique_ptr<flash::FlashProgrammer> programmer_;
};

}  // namespace jig::clone
