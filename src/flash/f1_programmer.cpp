// SPDX-License-Identifier: Apache-2.0
// The STM32F103's FlashProgrammer: erases by register, programs by the loader in SRAM, whose two slots are filled in
// turn so that the wire works while the flash does.
#include <fmt/format.h>

#include <array>

#include "flash/blocks.hpp"
#include "flash/f1_loader.hpp"
#include "flash/fpec.hpp"
#include "flash/programmer.hpp"

namespace jig::flash {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kRccAhbenr = 0x40021014;  // RM0008 7.3.6
constexpr std::uint32_t kAhbenrCrcen = 1U << 6;
constexpr std::uint32_t kCrcCr = 0x40023008;  // RM0008 4.4.3
constexpr std::uint32_t kCrcReset = 1;

// One key sequence garbled on the wire locks the controller until the next reset (PM0075 2.3.1).
constexpr int kUnlockTries = 3;
// DS5792 table 28: a half-word takes 70 us at most; a hundred times that is a loader that has died.
constexpr Duration kHalfWordAllowed = 7ms;
constexpr Duration kBlockAllowed = 2s;
// What a half-word takes with the loader's own instructions at 8 MHz; only decides when it is worth looking.
constexpr Duration kHalfWordExpected = 56us;
constexpr Duration kLookAgain = 1ms;
// 12 cycles for each word at 8 MHz.
constexpr Duration kWordChecksumExpected = 1500ns;
constexpr Duration kChecksumAllowed = 10s;

class F1Programmer final : public FlashProgrammer {
 public:
    F1Programmer(dap::Target& target, const Geometry& geometry, std::uint32_t sram_bytes)
        : target_(target), geometry_(geometry), loader_(target, sram_bytes) {}
    ~F1Programmer() override { (void)finish(); }
    F1Programmer(const F1Programmer&) = delete;
    F1Programmer& operator=(const F1Programmer&) = delete;

    Result<void> open();
    Result<std::uint32_t> checksum(const AddressRange& range) override;
    Result<void> erase(const Plan& plan, Progress& progress) override;
    Result<void> write(const Plan& plan, Progress& progress) override;
    Result<void> finish() override;

 private:
    [[nodiscard]] bool two_banks() const {
        return geometry_.bank_bytes != 0 && geometry_.size_bytes > geometry_.bank_bytes;
    }
    [[nodiscard]] std::uint32_t fpec_of(std::uint32_t address) const {
        return two_banks() && address - geometry_.base >= geometry_.bank_bytes ? kFpecBank2 : kFpecBank1;
    }
    Result<void> unlock();
    Result<void> erase_banks();
    Result<void> send(const std::vector<Block>& blocks, Progress& progress);
    Result<void> wait_done(std::uint32_t sequence, Duration expected_at, Duration allowed);
    Error loader_error(const Mailbox& mail, dap::CoreState state) const;

    dap::Target& target_;
    Geometry geometry_;
    F1Loader loader_;
    bool unlocked_ = false;
};

Result<void> F1Programmer::unlock() {
    TRY(Fpec(target_, kFpecBank1).unlock());
    if (two_banks()) TRY(Fpec(target_, kFpecBank2).unlock());
    return {};
}

Result<void> F1Programmer::open() {
    for (int tries = 1;; ++tries) {
        TRY(target_.core().reset_and_halt());
        const Result<void> opened = unlock();
        unlocked_ = opened.has_value();
        if (unlocked_) return loader_.load();
        if (tries == kUnlockTries) return opened;
    }
}

Result<std::uint32_t> F1Programmer::checksum(const AddressRange& range) {
    dap::TargetMemory& memory = target_.memory();
    TRY_ASSIGN(const std::uint32_t clocks, memory.read_word(kRccAhbenr));
    TRY(memory.write_word(kRccAhbenr, clocks | kAhbenrCrcen));
    TRY(memory.write_word(kCrcCr, kCrcReset));
    const std::uint32_t words = range.length / 4;
    const std::array<std::uint32_t, 2> arguments{range.start, words};
    TRY(loader_.start(LoaderEntry::checksum, arguments));
    target_.clock().sleep(words * kWordChecksumExpected);
    TRY(in_context(target_.core().wait_halted(kChecksumAllowed), "computing the flash's CRC on the chip"));
    TRY_ASSIGN(const std::uint32_t crc, target_.core().read_register(dap::CoreRegister::r0));
    TRY(memory.write_word(kRccAhbenr, clocks));
    return crc;
}

Result<void> F1Programmer::erase_banks() {
    TRY(Fpec(target_, kFpecBank1).erase_bank());
    if (two_banks()) TRY(Fpec(target_, kFpecBank2).erase_bank());
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
    const std::array<std::uint32_t, 3> arguments{F1Loader::kMailbox, loader_.footer(0), loader_.footer(1)};
    TRY(loader_.clear_slots());
    TRY(loader_.start(LoaderEntry::program, arguments));
    std::array<Duration, F1Loader::kSlots> ready{};  // when the block in a slot should be done
    std::uint64_t sent = 0;
    Duration idle_at{0};  // when the loader should have nothing left
    std::uint32_t sequence = 0;
    const auto wait_for_slot = [&](std::uint32_t last_user) -> Result<void> {
        const Block& block = blocks[last_user - 1];
        return wait_done(last_user, ready[(last_user - 1) % F1Loader::kSlots],
                         kBlockAllowed + block.half_words * kHalfWordAllowed);
    };
    for (const Block& block : blocks) {
        if (sequence >= F1Loader::kSlots) TRY(wait_for_slot(sequence + 1 - F1Loader::kSlots));
        ++sequence;
        TRY(loader_.put(sequence, block.address, block.bytes, fpec_of(block.address)));
        idle_at = std::max(idle_at, target_.clock().now()) + block.half_words * kHalfWordExpected;
        ready[(sequence - 1) % F1Loader::kSlots] = idle_at;
        progress.advance(sent += block.bytes.size());
    }
    for (std::uint32_t last = sequence < F1Loader::kSlots ? 1 : sequence - 1; last <= sequence; ++last) {
        TRY(wait_for_slot(last));
    }
    TRY(loader_.put(sequence + 1, 0, {}, kFpecBank1));
    return in_context(target_.core().wait_halted(kBlockAllowed), "waiting for the loader to end");
}

Result<void> F1Programmer::wait_done(std::uint32_t sequence, Duration expected_at, Duration allowed) {
    Clock& clock = target_.clock();
    if (expected_at > clock.now()) clock.sleep(expected_at - clock.now());
    const Deadline deadline(clock, allowed);
    for (;;) {
        TRY_ASSIGN(const Mailbox mail, loader_.mailbox());
        if (mail.status == 0 && mail.done >= sequence) return {};
        if (mail.status != 0 || deadline.passed()) {
            TRY_ASSIGN(const dap::CoreState state, target_.core().state());
            return fail(loader_error(mail, state));
        }
        clock.sleep(kLookAgain);
    }
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
    TRY(Fpec(target_, kFpecBank1).lock());
    if (two_banks()) TRY(Fpec(target_, kFpecBank2).lock());
    return {};
}

}  // namespace

Result<std::unique_ptr<FlashProgrammer>> open_f1_programmer(dap::Target& target, const Geometry& geometry,
                                                            std::uint32_t sram_bytes) {
    auto programmer = std::make_unique<F1Programmer>(target, geometry, sram_bytes);
    TRY(in_context(programmer->open(), "opening the flash for writing"));
    return std::unique_ptr<FlashProgrammer>(std::move(programmer));
}

}  // namespace jig::flash
