// SPDX-License-Identifier: Apache-2.0
#include "flash/serial_programmer.hpp"

namespace jig::flash {
namespace {

// The whole units that a run touches; where one is not blank the plan has erased its page.
AddressRange whole_units(const AddressRange& run, std::uint32_t unit) {
    const std::uint32_t start = run.start / unit * unit;
    const std::uint32_t end = (run.start + run.length + unit - 1) / unit * unit;
    return {start, end - start};
}

class SerialProgrammer final : public FlashProgrammer {
 public:
    SerialProgrammer(probe::uart_bootloader::SerialChip& chip, const Geometry& geometry)
        : memory_(chip.memory()), geometry_(geometry) {}

    Result<std::uint32_t> checksum(const AddressRange& range) override { return memory_.checksum(range); }

    Result<void> erase(const Plan& plan, Progress& progress) override {
        const std::uint64_t total = plan.mass_erase ? geometry_.size_bytes : plan.erase.size() * geometry_.page_bytes;
        progress.begin("erase", total);
        if (plan.mass_erase) TRY(memory_.erase_all());
        if (!plan.erase.empty()) {
            TRY(memory_.erase_pages(numbers_of(plan.erase),
                                    [&](std::uint64_t pages) { progress.advance(pages * geometry_.page_bytes); }));
        }
        progress.advance(total);
        progress.end();
        return {};
    }

    Result<void> write(const Plan& plan, Progress& progress) override {
        std::uint64_t total = 0;
        for (const AddressRange& run : plan.program) total += whole_units(run, geometry_.unit_bytes).length;
        progress.begin("program", total);
        std::uint64_t done = 0;
        for (const AddressRange& run : plan.program) {
            const AddressRange range = whole_units(run, geometry_.unit_bytes);
            const ByteView bytes = ByteView(plan.wanted).subspan(range.start - geometry_.base, range.length);
            TRY(memory_.write(range.start, bytes,
                              [&](std::uint64_t bytes_of_run) { progress.advance(done + bytes_of_run); }));
            done += range.length;
        }
        progress.end();
        return {};
    }

    Result<void> finish() override { return {}; }

 private:
    [[nodiscard]] std::vector<std::uint16_t> numbers_of(const std::vector<std::uint32_t>& pages) const {
        std::vector<std::uint16_t> numbers;
        for (const std::uint32_t page : pages)
            numbers.push_back(static_cast<std::uint16_t>((page - geometry_.base) / geometry_.page_bytes));
        return numbers;
    }

    probe::uart_bootloader::SerialMemory& memory_;
    Geometry geometry_;
};

}  // namespace

std::unique_ptr<FlashProgrammer> serial_programmer(probe::uart_bootloader::SerialChip& chip, const Geometry& geometry) {
    return std::make_unique<SerialProgrammer>(chip, geometry);
}

}  // namespace jig::flash
