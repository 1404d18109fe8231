// SPDX-License-Identifier: Apache-2.0
// The demo firmware as a case: a golden board, and a copy on another chip with the record of one.
#pragma once

#include <memory>
#include <utility>

#include "inspect/findings/diagnose.hpp"
#include "inspect/findings/make_case.hpp"
#include "inspect/testing/demo_world.hpp"

namespace jig::inspect::testing {

class DemoCase {
 public:
    DemoCase() { make(); }
    DemoCase(const Uid& uid, const Uid& record_uid) : copy_(archive_of(uid, record_uid)) { make(); }
    explicit DemoCase(image::BoardArchive copy) : copy_(std::move(copy)) { make(); }

    [[nodiscard]] const Case& the_case() const { return *case_; }
    [[nodiscard]] const Diagnosis& diagnosis() const { return diagnosis_; }
    [[nodiscard]] const image::BoardArchive& golden() const { return golden_; }
    [[nodiscard]] const std::optional<image::BoardArchive>& copy() const { return copy_; }

    static image::BoardArchive archive_of(const Uid& uid, const Uid& record_uid) {
        const World world = demo_world(uid, record_uid);
        image::BoardArchive archive;
        archive.part = "STM32F103RC";
        archive.identity.uid = uid;
        EXPECT_TRUE(archive.flash.add(chip::flash_base, world.flash));
        return archive;
    }

 private:
    void make() {
        board_.lamps = demo_world(golden_uid, golden_uid).board.lamps;
        const DiagnosisQuery query{
            .golden = &golden_, .copy = copy_ ? &*copy_ : nullptr, .golden_board = &board_, .copy_board = &board_};
        Result<Case> made = make_case(query);
        ASSERT_TRUE(made) << made.error().what;
        case_ = std::make_unique<Case>(std::move(*made));
        diagnosis_ = diagnosis_of(*case_);
    }

    image::BoardArchive golden_ = archive_of(golden_uid, golden_uid);
    std::optional<image::BoardArchive> copy_;
    board::BoardDescription board_ = board::bare_board("STM32F103RC").value();
    std::unique_ptr<Case> case_;
    Diagnosis diagnosis_;
};

}  // namespace jig::inspect::testing
