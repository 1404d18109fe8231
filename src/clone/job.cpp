// SPDX-License-Identifier: Apache-2.0
#include "clone/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "clone/capture.hpp"
#include "clone/check.hpp"
#include "clone/compare.hpp"
#include "clone/known_backup.hpp"
#include "clone/pending_protection.hpp"
#include "clone/peripherals.hpp"
#include "clone/reading.hpp"
#include "flash/crc.hpp"
#include "flash/option_bytes.hpp"

namespace jig::clone {
namespace {

// What came out wrong is erased and programmed again: contacts are noisy, and the read-back decides anyway.
constexpr int program_tries = 3;
constexpr int reads_of_a_doubtful_page = 3;

// Adds the board's seconds between its birth and its end to a step.
class StepTimer {
 public:
    StepTimer(const Clock& clock, double& seconds) : clock_(clock), seconds_(seconds), begin_(clock.now()) {}
    ~StepTimer() { seconds_ += std::chrono::duration<double>(clock_.now() - begin_).count(); }
    StepTimer(const StepTimer&) = delete;
    StepTimer& operator=(const StepTimer&) = delete;

 private:
    const Clock& clock_;
    double& seconds_;
    Duration begin_;
};

bool blank(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == image::erased_byte; });
}

}  // namespace

Result<void> Job::run() {
    report_.verified_by = order_.verify;
    report_.kept = order_.policy.keep;
    TRY(check());
    {
        const StepTimer timer(board_.clock(), report_.seconds.backup);
        TRY(read_target());
        if (Result<void> planned = plan(); !planned) {
            // A programmer that is open already has stopped the firmware.
            if (std::exchange(programmer_, nullptr) != nullptr) TRY(board_.reset_and_run());
            return planned;
        }
        if (order_.dry_run) return {};
        TRY(back_up());
    }
    TRY(write_flash());
    TRY(write_options());
    if (unfinished_ || writes_anything()) TRY(clear_marks(marked_backup()));
    return start();
}

Result<void> Job::check() {
    if (!order_.policy.refusals.empty()) return fail(ErrorKind::refused, order_.policy.refusals.front());
    TRY_ASSIGN(wanted_, wanted_flash(source_));
    TRY_ASSIGN(identity_, identify(board_));
    TRY_ASSIGN(std::vector<std::string> notes, check_compatible(source_, identity_));
    std::ranges::move(notes, std::back_inserter(report_.notes));
    TRY_ASSIGN(unfinished_, find_unfinished(order_.backup.folder, identity_.uid));
    if (unfinished_) {
        report_.notes.push_back(
            fmt::format("an earlier run on this board was interrupted; what was on the board before it "
                        "is in {}, and kept bytes come from there",
                        unfinished_->file.string()));
    }
    return check_protection();
}

// Protection stops the job, unless it is what an interrupted run of ours left: that run's backup is whole.
Result<void> Job::check_protection() {
    if (!identity_.read_protected && !protection_is_pending(identity_)) return {};
    const bool ours = unfinished_ && unfinished_->archive.has_mark(image::options_in_flight);
    if (!ours && identity_.read_protected) return fail(read_protected_error(identity_));
    if (!ours) return fail(pending_protection_error(identity_));
    if (order_.dry_run) {
        return fail(ErrorKind::protection,
                    "the chip is read-protected by an interrupted run, so there is nothing to plan "
                    "with; run the same command without --dry-run");
    }
    TRY(plan_from_backup());
    TRY_ASSIGN(identity_, lift_after_interruption(board_, identity_));
    report_.notes.emplace_back(
        "an interrupted run had left the chip read-protected; that was lifted, its content is in that run's backup");
    return {};
}

// Lifting protection erases the flash, so what a plan would refuse is refused before, by what the backup holds.
Result<void> Job::plan_from_backup() {
    const AddressRange held = unfinished_->archive.flash.extent();
    const std::uint32_t page = identity_.density->page_bytes;
    choose_geometry(held.start == chip::flash_base ? held.length / page * page : 0);
    content_ = unfinished_->archive.flash.read(geometry_.range());
    return plan();
}

// Flash beyond F_SIZE, of all that answers, is written only where the archive needs it.
void Job::choose_geometry(std::uint32_t answering_bytes) {
    geometry_ = identity_.geometry();
    geometry_.unit_bytes = board_.unit_bytes();
    const bool needed = wanted_.size() > geometry_.size_bytes;
    if (needed && wanted_.size() <= answering_bytes) geometry_.size_bytes = answering_bytes;
}

Result<void> Job::read_target() {
    TRY_ASSIGN(const std::uint32_t answering, readable_flash_bytes(board_, identity_));
    choose_geometry(answering);
    const AddressRange whole{chip::flash_base, answering};
    const bool trusts_crc = order_.verify == VerifyMode::crc && !order_.dry_run && !unfinished_;
    if (trusts_crc) TRY(recognise(whole));
    if (known_) return {};
    TRY_ASSIGN(content_, read_range(board_, whole, "backup", progress_));
    return {};
}

// Who believes the chip's CRC unit for the verification may believe it for the backup: what an earlier one holds need
// not be read again.
Result<void> Job::recognise(const AddressRange& whole) {
    if (!is_own(identity_.uid)) return {};
    TRY_ASSIGN(const bool any, has_backups(order_.backup.folder, identity_.uid));
    if (!any) return {};
    TRY(open_programmer());
    const std::uint32_t page = identity_.density->page_bytes;
    const Result<std::vector<std::uint32_t>> crcs = programmer_->checksums(whole, page);
    if (!crcs && crcs.error().kind == ErrorKind::unsupported) return {};
    TRY(crcs);
    TRY_ASSIGN(const auto registers, read_backup_registers(board_, *identity_.density));
    const Glimpse now{identity_.uid, identity_.option_bytes, registers, *crcs, page};
    TRY_ASSIGN(auto known, find_known_backup(order_.backup.folder, now));
    if (!known) return {};
    known_ = known->file;
    content_ = std::move(known->flash);
    report_.notes.push_back(fmt::format(
        "the chip's CRC unit says of every page that it holds what {} does: that is the backup, nothing was read",
        known_->string()));
    return {};
}

Result<void> Job::open_programmer() {
    if (programmer_) return {};
    TRY_ASSIGN(programmer_, board_.open_programmer(geometry_, identity_.sram_bytes()));
    return {};
}

flash::PlanRequest Job::plan_request(ByteView current, ByteView kept_from) const {
    return {.geometry = geometry_,
            .current = current,
            .wanted = wanted_,
            .keep = order_.policy.keep,
            .protected_pages = identity_.write_protected(static_cast<std::uint32_t>(content_.size())),
            .kept_from = kept_from,
            .trust_blank = !unfinished_,
            .may_mass_erase = blank(ByteView(content_).subspan(geometry_.size_bytes))};
}

Result<void> Job::plan() {
    const Bytes original = unfinished_ ? unfinished_->archive.flash.read(geometry_.range()) : Bytes();
    TRY_ASSIGN(report_.plan, flash::make_plan(plan_request(ByteView(content_).first(geometry_.size_bytes), original)));
    return {};
}

bool Job::options_differ() const {
    return source_.option_bytes && !flash::plan_option_bytes(identity_.option_bytes, *source_.option_bytes).empty();
}

bool Job::writes_anything() const {
    const flash::Plan& plan = *report_.plan;
    return plan.mass_erase || !plan.erase.empty() || !plan.program.empty() || options_differ();
}

Result<void> Job::back_up() {
    TRY(open_programmer());
    if (known_) {
        if (writes_anything()) TRY(image::set_archive_mark(*known_, clone_in_flight, true));
        report_.backup = known_;
        return {};
    }
    const Bytes as_planned = content_;
    TRY(confirm_flash(board_, *programmer_, content_, progress_));
    if (content_ != as_planned) TRY(plan());
    std::string_view mark;
    if (unfinished_) {
        mark = half_written;
    } else if (writes_anything()) {
        mark = clone_in_flight;
    }
    TRY_ASSIGN(report_.backup, store_backup(board_, identity_, content_, order_.backup, mark));
    return {};
}

Result<void> Job::write_flash() {
    flash::Plan plan = *report_.plan;
    for (int tries = 1;; ++tries) {
        const Result<void> written = program_and_compare(plan);
        if (written && report_.differences.empty()) break;
        const bool hopeless = !written && written.error().kind == ErrorKind::link;
        if (hopeless || (!written && tries == program_tries)) return written;
        if (tries == program_tries) return fail(differs_error(tries));
        report_.notes.push_back(written ? std::string("the flash did not read back as programmed; what differed was "
                                                      "programmed again")
                                        : "programming was begun again after: " + written.error().what);
        TRY_ASSIGN(plan, plan_again());
    }
    report_.verified = true;
    return programmer_->finish();
}

Error Job::differs_error(int tries) const {
    return {ErrorKind::mismatch,
            fmt::format(
                "the flash differs from the image in {} places after programming it {} times, the first at {}; check "
                "the supply and the contacts and run the same command again, the backup is {}",
                report_.differences.size(), tries, hex_address(report_.differences.front().range.start),
                report_.backup->string())};
}

// What is left to do from what the flash holds now, with the chip reset and the flash controller opened anew.
Result<flash::Plan> Job::plan_again() {
    programmer_.reset();
    TRY_ASSIGN(programmer_, board_.open_programmer(geometry_, identity_.sram_bytes()));
    TRY_ASSIGN(const Bytes now, read_range(board_, geometry_.range(), "read", progress_));
    flash::PlanRequest request = plan_request(now, {});
    request.wanted = report_.plan->wanted;  // kept bytes are in it already
    request.keep.clear();
    request.trust_blank = true;
    return flash::make_plan(request);
}

Result<void> Job::program_and_compare(const flash::Plan& plan) {
    {
        const StepTimer timer(board_.clock(), report_.seconds.erase);
        TRY(programmer_->erase(plan, progress_));
    }
    {
        const StepTimer timer(board_.clock(), report_.seconds.program);
        TRY(programmer_->write(plan, progress_));
    }
    const StepTimer timer(board_.clock(), report_.seconds.verify);
    return compare_flash(plan);
}

// Fills report_.differences, and says in report_ what the comparison rests on.
Result<void> Job::compare_flash(const flash::Plan& plan) {
    report_.differences.clear();
    report_.verified_by = VerifyMode::read;
    std::string why_read;
    if (order_.verify != VerifyMode::read) {
        TRY_ASSIGN(why_read, why_not_by_checksum(plan));
        if (why_read.empty()) report_.verified_by = order_.verify;
        if (report_.verified_by == VerifyMode::crc) return {};
    }
    TRY_ASSIGN(Bytes found, read_range(board_, geometry_.range(), "verify", progress_));
    TRY(read_doubtful_again(plan.wanted, found));
    report_.differences = differences(geometry_.base, plan.wanted, found);
    if (report_.differences.empty() && !why_read.empty()) {
        report_.notes.push_back(why_read +
                                ", which reads back byte for byte as wanted: it was verified by reading alone");
    }
    return {};
}

// Empty when the chip's CRC unit says that the flash is as planned.
Result<std::string> Job::why_not_by_checksum(const flash::Plan& plan) {
    const Result<std::uint32_t> crc = programmer_->checksum(geometry_.range());
    if (!crc && crc.error().kind == ErrorKind::unsupported)
        return std::string("nobody here can ask the chip's CRC unit about its flash");
    TRY(crc);
    if (*crc == flash::stm32_crc(plan.wanted)) return std::string();
    return std::string("the chip's CRC unit does not agree with its flash");
}

// A page that reads wrong may have been garbled on the wire, where parity misses two flipped bits in a word. It counts
// as right when it then reads right several times running.
Result<void> Job::read_doubtful_again(ByteView wanted, Bytes& found) {
    std::size_t mended = 0;
    for (std::uint32_t at = 0; at < found.size(); at += geometry_.page_bytes) {
        const ByteView page = wanted.subspan(at, geometry_.page_bytes);
        const MutableByteView read = MutableByteView(found).subspan(at, geometry_.page_bytes);
        if (std::ranges::equal(page, read)) continue;
        Bytes again(geometry_.page_bytes);
        bool right = true;
        for (int i = 0; i < reads_of_a_doubtful_page && right; ++i) {
            TRY(in_context(board_.memory().read(geometry_.base + at, again), "verify"));
            right = std::ranges::equal(page, again);
        }
        if (!right) continue;
        std::ranges::copy(again, read.begin());
        ++mended;
    }
    if (mended != 0) {
        report_.notes.push_back(fmt::format("{} pages read wrong once and right {} times after that: the wire is noisy",
                                            mended, reads_of_a_doubtful_page));
    }
    return {};
}

Result<void> Job::write_options() {
    if (!options_differ()) return {};
    TRY(image::set_archive_mark(marked_backup(), image::options_in_flight, true));
    const flash::OptionPlan plan = flash::plan_option_bytes(identity_.option_bytes, *source_.option_bytes);
    TRY(board_.write_option_bytes(plan));
    report_.option_bytes_written = true;
    if (chip::OptionBytes(plan.result).read_protected()) {
        report_.notes.emplace_back("the archive's option bytes read-protect the board from its next power-on on");
    }
    if (plan.result != *source_.option_bytes) {
        report_.notes.emplace_back(
            "the archive's option bytes have broken complements, which the chip mends when it is "
            "written: those bytes differ from the archive");
    }
    return {};
}

// The backup that holds what was on the board before it was half-written, by this run or by an earlier one.
const std::filesystem::path& Job::marked_backup() const { return unfinished_ ? unfinished_->file : *report_.backup; }

Result<void> Job::start() {
    const StepTimer timer(board_.clock(), report_.seconds.start);
    TRY_ASSIGN(report_.start, in_context(board_.start(), "the board is written and verified, but watching it start"));
    return {};
}

}  // namespace jig::clone
