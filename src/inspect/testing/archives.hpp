// SPDX-License-Identifier: Apache-2.0
// Archives for tests: boards with the same made-up firmware, on which a test puts what it wants to be explained.
#pragma once

#include <deque>
#include <string>

#include "image/archive.hpp"
#include "inspect/diff/comparison.hpp"
#include "inspect/testing/flash_text.hpp"

namespace jig::inspect {

// A firmware of 24 KB that begins with vectors and reads the word at 0x08007000 in its reset handler.
inline TestFlash test_firmware(std::uint64_t version, std::size_t size = 256 * 1024) {
    TestFlash flash(size);
    const auto reset = static_cast<std::uint32_t>(0x08000200 + 0x10 * version);
    flash.random(0x08000000, 24 * 1024, 1000 + version);
    flash.words(0x08000000, {0x2000C000, reset + 1, reset + 1, reset + 1});
    for (std::uint32_t at = 0x08000010; at < 0x08000140; at += 4) flash.words(at, {reset + 1});
    flash.half_words(reset, {0x4801, 0x6801, 0xE7FE, 0xBF00}).words(reset + 8, {0x08007000});
    return flash;
}

// Archives that stay where they are, for the pointers to them.
class TestBoards {
 public:
    image::BoardArchive& add(std::string name, const TestFlash& flash, std::optional<image::Uid> uid) {
        image::BoardArchive& archive = archives_.emplace_back();
        archive.part = "STM32F103RC";
        archive.identity.uid = uid;
        static_cast<void>(archive.flash.add(chip::flash_base, flash.bytes()));
        named_.push_back({std::move(name), &archive});
        return archive;
    }
    [[nodiscard]] Comparison compare() const { return compare_archives(named_); }

 private:
    std::deque<image::BoardArchive> archives_;
    std::vector<NamedArchive> named_;
};

inline const Field* field_at(const Comparison& comparison, std::uint32_t address) {
    for (const Field& field : comparison.fields) {
        if (field.range.contains(address)) return &field;
    }
    return nullptr;
}

// "supported: what; possible: what", in their order: what a test asserts.
inline std::string explanations_text(const Field& field) {
    std::string text;
    for (const Explanation& one : field.explanations) {
        text += std::string(text.empty() ? "" : "; ") + std::string(name_of(one.standing)) + ": " + one.what;
    }
    return text;
}

}  // namespace jig::inspect
