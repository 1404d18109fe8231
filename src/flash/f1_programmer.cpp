// SPDX-License-Identifier: Apache-2.0
// The STM32F103's FlashProgrammer: erases by register, programs by the loader in SRAM, whose two slots are filled in
// turn so that the wire works while the flash does.
#include <fmt/format.h>

#include <array>
#include <cassert>

#include "chip/registers.hpp"
#include "flash/blocks.hpp"
#include "flash/f1_clock.hpp"
#include "flash/f1_loader.hpp"
#include "flash/fpec.hpp"
#include "flash/programmer.hpp"

namespace jig::flash {
namespace {

namespace RCC = chip::RCC;

using namespace std::chrono_literals;

// One key garbled on the wire locks the controller until the next reset (PM0075 2.3.2), and a reset request may be
// lost.
constexpr int open_tries = 3;
// DS5792 table 29: a half-word takes 70 us at most; a hundred times that is a loader that has died.
constexpr Duration half_word_allowed = 7ms;
constexpr Duration block_allowed = 2s;
constexpr Duration fastest_half_word = 40us;  // the same table's minimum
constexpr Duration look_again = 2ms;
constexpr std::uint32_t word_bytes = 4;
// 14 cycles for each word at 64 MHz.
constexpr Duration word_checksum_expected = 220ns;
constexpr Duration checksum_allowed = 10s;

class F1Programmer final : public FlashProgrammer {
 public:
    F1Programmer(dap::Target& target, const Geometry& geometry, std::uint32_t sram_bytes)
        : target_(target), geometry_(geometry), loader_(target, sram_bytes), clock_(target) {}
    ~F1Programmer() override { (void)finish(); }
    F1Programmer(const F1Programmer&) = delete;
    F1Programmer& operator=(const F1Programmer&) = delete;

    Result<void> open();
    Result<std::uint32_t> checksum(const AddressRange& range) override;
    Result<std::vector<std::uint32_t>> checksums(const AddressRange& range, std::uint32_t page_bytes) override;
    Result<void> erase(const Plan& plan, Progress& progress) override;
    Result<void> write(const Plan& plan, Progress& progress) override;
    Result<void> finish() override;

 private:
    [[nodiscard]] std::uint32_t fpec_of(std::uint32_t address) const {
        return geometry_.in_bank2(address) ? fpec_bank2 : fpec_bank1;
    }
    Result<void> reset_and_unlock();
    Result<void> erase_banks();
    Result<void> send(const std::vector<Block>& blocks, Progress& progress);
    Result<void> wait_done(const std::vector<Block>& blocks, std::uint32_t sequence);
    void learn(std::uint32_t half_words, bool first_look);
    Error loader_error(const Mailbox& mail, dap::CoreState state) const;

    dap::Target& target_;
    Geometry geometry_;
    F1Loader loader_;
    F1Clock clock_;
    Duration busy_since_{0};                  // since when the loader works on the block that is waited for
    Duration half_word_ = fastest_half_word;  // how long one takes on this chip, as far as seen
    bool unlocked_ = false;
};

Result<void> F1Programmer::reset_and_unlock() {
    TRY(target_.core().reset_and_halt());
    TRY(Fpec(target_, fpec_bank1).unlock());
    if (geometry_.two_banks()) TRY(Fpec(target_, fpec_bank2).unlock());
    return {};
}

Result<void> F1Programmer::open() {
    for (int tries = 1;; ++tries) {
        const Result<void> opened = reset_and_unlock();
        unlocked_ = opened.has_value();
        if (unlocked_) break;
        if (tries == open_tries || opened.error().kind == ErrorKind::link) return opened;
    }
    TRY(clock_.raise());  // 0.34 s of 256 KB: 7.04 s instead of 7.38 s to program
    return loader_.load();
}

Result<std::uint32_t> F1Programmer::checksum(const AddressRange& range) {
    TRY_ASSIGN(const std::vector<std::uint32_t> only, checksums(range, range.length));
    return only.front();
}

Result<std::vector<std::uint32_t>> F1Programmer::checksums(const AddressRange& range, std::uint32_t page_bytes) {
    dap::TargetMemory& memory = target_.memory();
    TRY_ASSIGN(const std::uint32_t clocks, memory.read_word(RCC::AHBENR));
    TRY(memory.write_word(RCC::AHBENR, clocks | RCC::AHBENR_CRCEN));
    const std::uint32_t pages = range.length / page_bytes;
    assert(pages * word_bytes <= F1Loader::slots * loader_.block_limit());
    const std::array<std::uint32_t, 4> arguments{range.start, page_bytes / word_bytes, pages, F1Loader::first_slot};
    TRY(loader_.start(LoaderEntry::checksum, arguments));
    target_.clock().sleep(range.length / word_bytes * word_checksum_expected);
    TRY(in_context(target_.core().wait_halted(checksum_allowed), "computing the flash's CRC on the chip"));
    Bytes raw(pages * word_bytes);
    TRY(memory.read(F1Loader::first_slot, raw));
    TRY(memory.write_word(RCC::AHBENR, clocks));
    std::vector<std::uint32_t> crcs;
    for (std::size_t at = 0; at < raw.size(); at += word_bytes) crcs.push_back(load_le32(ByteView(raw).subspan(at)));
    return crcs;
}

Result<void> F1Programmer::erase_banks() {
    TRY(Fpec(target_, fpec_bank1).erase_bank());
    if (geometry_.two_banks()) TRY(Fpec(target_, fpec_bank2).erase_bank());
    return {};
}

Result<void> F1Programmer::erase(const Plan& plan, Progress& progress) {
    const std::uint64_t total = plan.mass_erase ? geometry_.size_bytes : plan.erase.size() * geometry_.page_bytes;
    progress.begin("erase", total);
    if (plan.mass_erase) TRY(erase_banks());
    std::uint64_t done = 0;
    for (const std::uint32_t page : plan.erase) {
        TRY(Fpec(target_, fpec_of(page)).erase_page(page));
        progress.advance(done += geometry_.page_bytes);
    }
    progress.advance(total);
    progress.end();
    return {};
}

Result<void> F1Programmer::write(const Plan& plan, Progress& progress) {
    const std::vector<Block> blocks = cut_blocks(plan, loader_.block_limit());
    std::uint64_t total = 0;
    for (const Block& block : blocks) total += block.bytes.size();
    progress.begin("program", total);
    if (!blocks.empty()) TRY(send(blocks, progress));
    progress.end();
    return {};
}

Result<void> F1Programmer::send(const std::vector<Block>& blocks, Progress& progress) {
    const std::array<std::uint32_t, 3> arguments{F1Loader::mailbox_address, loader_.footer(0), loader_.footer(1)};
    TRY(loader_.clear_slots());
    TRY(loader_.start(LoaderEntry::program, arguments));
    busy_since_ = target_.clock().now();
    std::uint64_t sent = 0;
    for (std::uint32_t sequence = 1; sequence <= blocks.size(); ++sequence) {
        // The slot is free once the block before the last one is done.
        if (sequence > F1Loader::slots) TRY(wait_done(blocks, sequence - F1Loader::slots));
        const Block& block = blocks[sequence - 1];
        TRY(loader_.put(sequence, block.address, block.bytes, fpec_of(block.address)));
        progress.advance(sent += block.bytes.size());
    }
    const auto last = static_cast<std::uint32_t>(blocks.size());
    if (last > 1) TRY(wait_done(blocks, last - 1));
    TRY(wait_done(blocks, last));
    TRY(loader_.put(last + 1, 0, {}, fpec_bank1));
    return in_context(target_.core().wait_halted(block_allowed), "waiting for the loader to end");
}

// Looks when the block should be done, and learns from when it was: a look costs the wire a millisecond or two, a look
// too late leaves the flash idle.
Result<void> F1Programmer::wait_done(const std::vector<Block>& blocks, std::uint32_t sequence) {
    Clock& clock = target_.clock();
    const std::uint32_t half_words = blocks[sequence - 1].half_words;
    const Deadline deadline(clock, block_allowed + half_words * half_word_allowed);
    const Duration expected_at = busy_since_ + half_words * half_word_;
    if (expected_at > clock.now()) clock.sleep(expected_at - clock.now());
    for (bool first_look = true;; first_look = false) {
        TRY_ASSIGN(const Mailbox mail, loader_.mailbox());
        if (mail.status == 0 && mail.done >= sequence) {
            learn(half_words, first_look);
            return {};
        }
        if (mail.status != 0 || deadline.passed()) {
            TRY_ASSIGN(const dap::CoreState state, target_.core().state());
            return fail(loader_error(mail, state));
        }
        clock.sleep(look_again);
    }
}

void F1Programmer::learn(std::uint32_t half_words, bool first_look) {
    const Duration now = target_.clock().now();
    if (first_look) {
        half_word_ = std::max(fastest_half_word, half_word_ * 19 / 20);
    } else if (half_words != 0) {
        half_word_ = std::max(fastest_half_word, (now - busy_since_) / half_words);
    }
    busy_since_ = now;
}

Error F1Programmer::loader_error(const Mailbox& mail, dap::CoreState state) const {
    if (mail.status != 0) {
        return {ErrorKind::protection,
                fmt::format("programming the half-word at {}: the flash controller answered {} (FLASH_SR = {}); run "
                            "the same command again",
                            hex_address(mail.address), fpec_error_names(mail.status), hex_address(mail.status))};
    }
    const char* seen = state == dap::CoreState::running ? "is running" : "has stopped";
    return {ErrorKind::timeout,
            fmt::format(
                "programming: the loader in SRAM does not finish block {} and its core {}; check the supply and the "
                "reset line, and run the same command again",
                mail.done + 1, seen)};
}

Result<void> F1Programmer::finish() {
    if (!unlocked_) return {};
    unlocked_ = false;
    TRY(target_.core().halt());
    TRY(Fpec(target_, fpec_bank1).lock());
    if (geometry_.two_banks()) TRY(Fpec(target_, fpec_bank2).lock());
    return clock_.put_back();
}

}  // namespace

Result<std::unique_ptr<FlashProgrammer>> open_f1_programmer(dap::Target& target, const Geometry& geometry,
                                                            std::uint32_t sram_bytes) {
    auto programmer = std::make_unique<F1Programmer>(target, geometry, sram_bytes);
    TRY(in_context(programmer->open(), "opening the flash for writing"));
    return std::unique_ptr<FlashProgrammer>(std::move(programmer));
}

}  // namespace jig::flash
