// SPDX-License-Identifier: Apache-2.0
// One boot of a World on the virtual board. The same World boots the same way every time.
#pragma once

#include <memory>
#include <optional>

#include "inspect/boot/boot_record.hpp"
#include "inspect/boot/world.hpp"

namespace jig::inspect {

struct BootPlan {
    Picoseconds duration = std::chrono::seconds{2};
    // The vector table to start from, as a bootloader would jump to it; else the chip starts by itself.
    std::optional<std::uint32_t> from{};
    // Told of the path until shortly before the end, when the boot itself looks at it to see where it settled.
    machine::PathLog* path = nullptr;
    // Where the last moments do not tell whether the program turns in a loop, it is watched for some more seconds. Of
    // no use where only what it shows is compared.
    bool wait_for_period = true;
};

// A boot that is under way. Not copyable; the World's bytes are copied.
class Boot {
 public:
    // Errors: usage (`from` is not in the flash).
    static Result<std::unique_ptr<Boot>> start(const World& world, const BootPlan& plan);
    ~Boot();

    // `watcher` is told of every instruction from now on; it must outlive the boot.
    void follow(machine::InstructionWatcher& watcher);
    // To the plan's end; what happened.
    [[nodiscard]] BootRecord finish();
    // One millisecond; false when the plan's end is reached. Two boots of one World that go by slices go the same way.
    bool run_slice();
    // To the instruction with this number, or to the plan's end.
    void run_to_instruction(std::uint64_t number);
    [[nodiscard]] machine::Chip& chip();

 private:
    struct Running;
    explicit Boot(std::unique_ptr<Running> running);
    std::unique_ptr<Running> running_;
};

// start() and finish() in one. Errors: as start().
[[nodiscard]] Result<BootRecord> boot(const World& world, const BootPlan& plan);

}  // namespace jig::inspect
