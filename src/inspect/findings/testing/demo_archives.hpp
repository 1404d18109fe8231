// SPDX-License-Identifier: Apache-2.0
// Archives of demo boards for tests of findings, and what a diagnosis of two of them names.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "inspect/findings/diagnose.hpp"
#include "inspect/testing/demo_world.hpp"

namespace jig::inspect::testing {

inline image::BoardArchive archive_of(const World& world) {
    image::BoardArchive archive;
    archive.part = "STM32F103RC";
    archive.identity.uid = world.board.chip.uid;
    archive.identity.f_size_kb = world.board.chip.flash_size_register;
    archive.option_bytes = world.option_bytes;
    archive.backup_registers = world.backup;
    EXPECT_TRUE(archive.flash.add(0x08000000, world.flash));
    return archive;
}

inline void set_flash(image::BoardArchive& archive, Bytes bytes, std::uint32_t address = 0x08000000) {
    archive.flash = {};
    ASSERT_TRUE(archive.flash.add(address, std::move(bytes)));
}

inline Bytes flash_of(const image::BoardArchive& archive) { return archive.flash.read({0x08000000, 256 * 1024}); }

// "uid-bound proven", in order.
inline std::vector<std::string> causes_of(const Diagnosis& diagnosis) {
    std::vector<std::string> causes;
    for (const Finding& finding : diagnosis.findings)
        causes.push_back(std::string(row_of(finding.cause).name) + " " + std::string(name_of(finding.confidence)));
    return causes;
}

inline Diagnosis diagnosis_of(const image::BoardArchive& golden, const image::BoardArchive& copy,
                              std::vector<const image::BoardArchive*> more = {}) {
    const auto diagnosis = diagnose({.golden = &golden, .copy = &copy, .more = std::move(more)});
    EXPECT_TRUE(diagnosis) << diagnosis.error().what;
    return diagnosis.value_or(Diagnosis{});
}

}  // namespace jig::inspect::testing
