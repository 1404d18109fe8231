// SPDX-License-Identifier: Apache-2.0
// The differences that jig was made for: four bytes, two of them +0x40 and two +0x01, between boards with the same
// firmware; and twelve bytes at 0x08007000 that belong to the chip.
#include <gtest/gtest.h>

#include "inspect/diff/explain.hpp"
#include "inspect/testing/archives.hpp"

namespace jig::inspect {
namespace {

using image::Uid;

constexpr Uid golden = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
// Another die of the same wafer: coordinates 0x40 and 0x01 further.
constexpr Uid neighbour = {0x74, 0xff, 0xdb, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
constexpr Uid stranger = {0x51, 0xff, 0x6c, 0x06, 0x48, 0x84, 0x53, 0x49, 0x29, 0x47, 0x01, 0x87};
constexpr Uid third = {0x66, 0x12, 0x6f, 0x86, 0x48, 0x50, 0x53, 0x31, 0x2a, 0x77, 0x21, 0x97};

Bytes masked(const Uid& uid) {
    constexpr Uid mask = {0x4a, 0x49, 0x47, 0x2d, 0x44, 0x45, 0x4d, 0x4f, 0x2d, 0x4b, 0x45, 0x59};
    Bytes bytes(uid.begin(), uid.end());
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] ^= mask[i];
    return bytes;
}

TEST(TheTwelveBytes, a_record_at_0x08007000_is_the_UID_xor_a_constant) {
    TestBoards boards;
    for (const auto& [name, uid] : {std::pair{"golden.jig", golden}, std::pair{"other.jig", stranger}}) {
        boards.add(name, test_firmware(1).put(0x08007000, masked(uid)), uid);
    }
    const Comparison comparison = boards.compare();
    ASSERT_EQ(comparison.fields.size(), 1u);
    const Field& field = comparison.fields.front();
    EXPECT_EQ(to_string(field.range), "0x08007000-0x0800700b");
    EXPECT_EQ(field.kind, FieldClass::per_unit);
    EXPECT_EQ(field.follows, Follows::copy);
    EXPECT_EQ(relation_text(*field.relation), "the UID xor a constant that is the same on every board");
    EXPECT_LT(field.relation->by_chance, 1e-15);
    EXPECT_EQ(explanations_text(field), "supported: a record derived from the chip's unique ID");
    ASSERT_EQ(field.references.size(), 2u);
    EXPECT_EQ(field.references[0].instruction, "ldr r0, [pc, #4]");
    EXPECT_EQ(field.references[1].instruction, "ldr r1, [r0]");
}

TEST(TheTwelveBytes, neither_the_constant_nor_another_boards_record_is_told) {
    TestBoards boards;
    boards.add("golden.jig", test_firmware(1).put(0x08007000, masked(golden)), golden);
    boards.add("other.jig", test_firmware(1).put(0x08007000, masked(stranger)), stranger);
    boards.add("naive.jig", test_firmware(1).put(0x08007000, masked(golden)), third);
    const Comparison comparison = boards.compare();
    std::string all;
    for (const Field& field : comparison.fields) {
        for (const Explanation& one : field.explanations) {
            all += one.what + one.because + one.predicts + one.decided_by;
        }
    }
    for (const std::string& note : comparison.notes) all += note;
    EXPECT_FALSE(all.contains(to_hex(masked(third))));
    EXPECT_FALSE(all.contains("4a49472d"));
}

TEST(TheTwelveBytes, it_is_found_although_the_boards_run_different_firmware) {
    TestBoards boards;
    boards.add("golden.jig", test_firmware(2).put(0x08007000, masked(golden)), golden);
    boards.add("target.jig", test_firmware(1).put(0x08007000, masked(stranger)), stranger);
    const Comparison comparison = boards.compare();
    ASSERT_GE(comparison.fields.size(), 2u);
    EXPECT_EQ(comparison.dumps[1].version, 1u);
    EXPECT_EQ(to_string(comparison.fields[0].range), "0x08007000-0x0800700b");
    EXPECT_EQ(comparison.fields[0].kind, FieldClass::per_unit);
    EXPECT_EQ(comparison.fields[1].kind, FieldClass::per_version);
    EXPECT_EQ(explanations_text(comparison.fields[1]), "supported: a part of the firmware");
}

TEST(TheTwelveBytes, without_the_UIDs_reading_them_is_what_decides) {
    TestBoards boards;
    boards.add("golden.jig", test_firmware(1).put(0x08007000, masked(golden)), std::nullopt);
    boards.add("other.jig", test_firmware(1).put(0x08007000, masked(stranger)), std::nullopt);
    const Comparison comparison = boards.compare();
    const Field& field = *field_at(comparison, 0x08007000);
    EXPECT_EQ(field.follows, Follows::not_known);
    const Explanation& first = field.explanations.front();
    EXPECT_EQ(first.what, "a record derived from the chip's unique ID");
    EXPECT_EQ(first.standing, Standing::possible);
    EXPECT_EQ(first.decided_by, "reading the UIDs of both boards, with jig info or a capture; no further dump");
}

TEST(TheTwelveBytes, a_copy_made_whole_holds_the_record_of_another_chip) {
    TestBoards boards;
    boards.add("golden.jig", test_firmware(1).put(0x08007000, golden), golden);
    boards.add("copy.jig", test_firmware(1).put(0x08007000, golden), stranger);
    const Comparison comparison = boards.compare();
    EXPECT_TRUE(comparison.fields.empty());
    ASSERT_EQ(comparison.notes.size(), 1u);
    EXPECT_EQ(comparison.notes[0],
              "copy.jig holds at 0x08007000-0x0800700b the UID of the chip in golden.jig, not of its own chip");
}

// Two boards with the same firmware that differ in four bytes: what is stored on each, where.
struct FourBytes {
    const char* what;
    Bytes first;        // at 0x0803F000 on the first board
    Bytes second;       // there on the second board
    Bytes first_again;  // at 0x0803F040
    Bytes second_again;
    bool uids;
    const char* explanations;
};

TEST(TheFourBytes, each_cause_is_told_with_what_decides) {
    const Bytes of_golden(golden.begin(), golden.end());
    const Bytes of_neighbour(neighbour.begin(), neighbour.end());
    for (const FourBytes& row : {
             FourBytes{"the UID twice, UIDs known", of_golden, of_neighbour, of_golden, of_neighbour, true,
                       "supported: a record derived from the chip's unique ID; supported: one value that is stored "
                       "twice"},
             FourBytes{"the UID twice, UIDs not known", of_golden, of_neighbour, of_golden, of_neighbour, false,
                       "supported: one value that is stored twice; possible: a record derived from the chip's unique "
                       "ID; ruled out: a hash, key or signature of its own; ruled out: a read error or weak cells"},
             FourBytes{
                 "a value of its own, twice",
                 {0x10, 0x27, 0, 0},
                 {0x50, 0x28, 0, 0},
                 {0x10, 0x27, 0, 0},
                 {0x50, 0x28, 0, 0},
                 true,
                 "supported: one value that is stored twice; possible: a counter that the firmware keeps; possible: a "
                 "serial number or address of this board; ruled out: a record derived from the chip's unique ID; "
                 "ruled out: a hash, key or signature of its own; ruled out: a read error or weak cells"},
             FourBytes{
                 "a value and a sum",
                 {0x10, 0x27, 0, 0},
                 {0x50, 0x28, 0, 0},
                 {0x31, 0x75, 1, 0},
                 {0x71, 0x76, 1, 0},
                 true,
                 "possible: a value and a sum over a range that contains it; possible: a counter that the firmware "
                 "keeps; possible: a serial number or address of this board; ruled out: a record derived from "
                 "the chip's unique ID; ruled out: one value that is stored twice; ruled out: a hash, key or "
                 "signature of its own; ruled out: a read error or weak cells"},
         }) {
        TestBoards boards;
        TestFlash one = test_firmware(1);
        TestFlash two = test_firmware(1);
        one.put(0x0803F000, row.first).put(0x0803F040, row.first_again);
        two.put(0x0803F000, row.second).put(0x0803F040, row.second_again);
        boards.add("one.jig", one, row.uids ? std::optional(golden) : std::nullopt);
        boards.add("two.jig", two, row.uids ? std::optional(neighbour) : std::nullopt);
        const Comparison comparison = boards.compare();
        SCOPED_TRACE(row.what);
        EXPECT_EQ(comparison.varying_bytes, 4u);
        ASSERT_EQ(comparison.fields.size(), 2u);
        EXPECT_EQ(explanations_text(comparison.fields[0]), row.explanations);
    }
}

}  // namespace
}  // namespace jig::inspect
