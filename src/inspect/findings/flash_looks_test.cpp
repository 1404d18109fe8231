// SPDX-License-Identifier: Apache-2.0
// Copies that are no image, or not all of one: what their bytes alone allow to be said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/findings/testing/demo_archives.hpp"

namespace jig::inspect {
namespace {

using testing::archive_of;
using testing::causes_of;
using testing::demo_world;
using testing::diagnosis_of;
using ::testing::ElementsAre;
using testing::golden_uid;
using testing::set_flash;
using testing::target_uid;

Bytes words(std::size_t count, std::uint32_t word) {
    Bytes bytes(4 * count);
    for (std::size_t i = 0; i < count; ++i) store_le32(MutableByteView(bytes).subspan(4 * i), word);
    return bytes;
}

Bytes noise(std::size_t size) {
    Bytes bytes(size);
    std::uint32_t state = 1;
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

struct Row {
    const char* name;
    Bytes copy;
    std::vector<std::string> causes;
    std::string first_evidence;
};

class CopyThatIsNoImage : public ::testing::TestWithParam<Row> {};

TEST_P(CopyThatIsNoImage, is_called_what_it_can_be) {
    const image::BoardArchive golden = archive_of(demo_world(golden_uid, golden_uid));
    image::BoardArchive copy = archive_of(demo_world(target_uid, target_uid));
    set_flash(copy, GetParam().copy);
    const Diagnosis diagnosis = diagnosis_of(golden, copy);
    EXPECT_EQ(diagnosis.verdict, Verdict::will_not_run);
    EXPECT_EQ(causes_of(diagnosis), GetParam().causes);
    ASSERT_FALSE(diagnosis.findings.empty());
    EXPECT_EQ(diagnosis.findings.front().evidence.front(), GetParam().first_evidence);
}

const Row rows[] = {
    {"one_word_again_and_again",
     words(0x10000, 0xE0DB0002),
     {"protected-read likely", "uid-bound possible"},
     "the copy holds no vector table"},
    {"erased",
     Bytes(0x40000, 0xFF),
     {"write-ignored likely", "uid-bound possible"},
     "the copy is erased from end to end: either it was never written, or its chip took no notice of the writing; "
     "without an earlier read of this board both are possible"},
    {"one_byte",
     Bytes{0x12},
     {"short-read likely", "uid-bound possible"},
     "the copy was read up to 0x08000000 alone; the golden image reaches 0x0801df5f"},
    {"noise",
     noise(0x10000),
     {"uid-bound possible"},
     "given the whole UID and the record that goes with it of the golden board alone, the copy ends no better; the "
     "golden "
     "board with the copy's fails"},
};
INSTANTIATE_TEST_SUITE_P(FlashLooks, CopyThatIsNoImage, ::testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(FlashLooks, name_a_golden_image_that_is_one_word_again_and_again) {
    image::BoardArchive golden = archive_of(demo_world(golden_uid, golden_uid));
    set_flash(golden, words(0x10000, 0xE0DB0002));
    const image::BoardArchive copy = archive_of(demo_world(target_uid, target_uid));
    const Diagnosis diagnosis = diagnosis_of(golden, copy);
    EXPECT_THAT(causes_of(diagnosis), ElementsAre("protected-read likely"));
    ASSERT_FALSE(diagnosis.findings.empty());
    EXPECT_EQ(diagnosis.findings.front().evidence.front(),
              "the golden image is the word 0xe0db0002 again and again, from end to end");
}

}  // namespace
}  // namespace jig::inspect
