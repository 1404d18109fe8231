// SPDX-License-Identifier: Apache-2.0
#include "image/archive.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"
#include "image/manifest.hpp"
#include "image/zip.hpp"

namespace jig::image {
namespace {

using testing::HasSubstr;

constexpr Uid uid = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};

// Everything an archive can hold, in few bytes.
BoardArchive small_archive() {
    BoardArchive archive;
    archive.part = "STM32F103RC";
    archive.identity = {.uid = uid,
                        .f_size_kb = 256,
                        .dbgmcu_idcode = 0x10036414,
                        .cpuid = 0x411FC231,
                        .dpidr = 0x1BA01477,
                        .silicon = "st",
                        .evidence = {"the ROM table names ST"}};
    EXPECT_TRUE(archive.flash.add(0x08000000, Bytes{1, 2, 3, 4}));
    EXPECT_TRUE(archive.flash.add(0x08000010, Bytes{5, 6}));
    archive.option_bytes = {0xa5, 0x5a, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0};
    archive.backup_registers = {{1, 0x5A5A}, {10, 7}};
    archive.system_memory = MemoryDigest{{0x1FFFF000, 0x800}, sha256(Bytes{9})};
    archive.rom_table = Bytes{0x03, 0xF0, 0xF0, 0xFF};
    archive.otp = Bytes{0xAA};
    archive.pins = {{"PA0", "high"}, {"PC13", "low"}};
    archive.crystals = {{"hse", true}, {"lse", false}};
    archive.how_read = {"ST-Link V2 V2J37S7 at stlink@1-2", 4000, "2026-11-22T17:34:52Z", "0.1.0"};
    archive.not_read = {{"0x08020000-0x0802ffff", "the chip does not answer there"}};
    archive.marks = {std::string(options_in_flight)};
    return archive;
}

Bytes bytes_of(const BoardArchive& archive) { return archive_bytes(archive).value(); }

class Folder : public testing::Test {
 protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                    fmt::format("jig_archive_{}", testing::UnitTest::GetInstance()->random_seed());
};

TEST(Archive, everything_comes_back_as_it_went_in) {
    const BoardArchive archive = small_archive();
    const auto again = parse_archive(bytes_of(archive));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(*again, archive);
}

TEST(Archive, a_board_of_which_little_was_read_comes_back_too) {
    BoardArchive archive;
    archive.part = "STM32F103C8";
    archive.not_read = {{"flash", "read-out protection"}};
    const auto again = parse_archive(bytes_of(archive));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(*again, archive);
    EXPECT_EQ(again->option_bytes, std::nullopt);
    EXPECT_EQ(again->backup_registers, std::nullopt);
}

TEST(Archive, the_same_content_gives_the_same_bytes) {
    EXPECT_EQ(bytes_of(small_archive()), bytes_of(small_archive()));
}

// What a bit flip may do at most: nothing that the archive says.
void expect_refused_or_unchanged(Bytes& bytes, std::size_t bit, const BoardArchive& archive, unsigned& refused) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    const auto read = parse_archive(bytes);
    if (read) {
        EXPECT_EQ(*read, archive) << "bit " << bit % 8 << " of byte " << bit / 8;
    } else {
        EXPECT_EQ(read.error().kind, ErrorKind::bad_file);
        ++refused;
    }
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
}

TEST(Archive, any_bit_flipped_in_a_small_archive_is_refused_or_changes_nothing) {
    const BoardArchive archive = small_archive();
    Bytes bytes = bytes_of(archive);
    unsigned refused = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) expect_refused_or_unchanged(bytes, bit, archive, refused);
    EXPECT_GT(refused, bytes.size() * 8 / 2) << "most bits matter; the rest are times, owners and versions";
}

TEST(Archive, bits_flipped_anywhere_in_a_large_archive_are_refused_or_change_nothing) {
    constexpr std::uint64_t seed = 20261122;
    constexpr unsigned samples = 100;
    Random random(seed);
    Bytes flash(256 * 1024);
    for (std::uint8_t& byte : flash) byte = static_cast<std::uint8_t>(random.below(256));
    BoardArchive archive = small_archive();
    archive.flash = {};
    ASSERT_TRUE(archive.flash.add(0x08000000, flash));
    Bytes bytes = bytes_of(archive);
    unsigned refused = 0;
    for (unsigned i = 0; i < samples; ++i) {
        const std::size_t bit = random.below(static_cast<std::uint32_t>(bytes.size() * 8));
        expect_refused_or_unchanged(bytes, bit, archive, refused);
    }
    EXPECT_GT(refused, samples * 9 / 10) << "seed " << seed;
}

TEST(Archive, cut_short_at_any_length_it_is_refused) {
    const Bytes bytes = bytes_of(small_archive());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto read = parse_archive(ByteView(bytes).first(length));
        ASSERT_FALSE(read) << length << " bytes of " << bytes.size();
        EXPECT_EQ(read.error().kind, ErrorKind::bad_file);
    }
}

TEST(Archive, bytes_behind_the_end_are_refused) {
    Bytes bytes = bytes_of(small_archive());
    bytes.push_back(0);
    EXPECT_EQ(parse_archive(bytes).error().what,
              "not a whole zip file: it does not end with its end record; it was cut short or something was added");
}

// Where `name` stands in the bytes: first at the member's data, then in the directory.
std::vector<std::size_t> places_of(std::string_view name, const Bytes& bytes) {
    std::vector<std::size_t> places;
    auto at = bytes.begin();
    while ((at = std::search(at, bytes.end(), name.begin(), name.end())) != bytes.end()) {
        places.push_back(static_cast<std::size_t>(at++ - bytes.begin()));
    }
    return places;
}

TEST(Archive, a_name_changed_in_either_of_its_two_places_is_refused) {
    Bytes bytes = bytes_of(small_archive());
    const std::vector<std::size_t> places = places_of("rom_table.bin", bytes);
    ASSERT_EQ(places.size(), 2u);
    bytes[places[0]] ^= 1;
    EXPECT_EQ(parse_archive(bytes).error().what,
              "not a whole zip file: member 'rom_table.bin' has another name at its data than in the directory");
    bytes[places[0]] ^= 1;
    bytes[places[1]] ^= 1;
    EXPECT_EQ(parse_archive(bytes).error().what,
              "not a whole zip file: member 'som_table.bin' has another name at its data than in the directory");
    bytes[places[0]] ^= 1;
    EXPECT_EQ(parse_archive(bytes).error().what,
              "manifest.json: 'members[2].name' names 'rom_table.bin', which is not in the archive");
}

TEST(Archive, an_end_record_that_promises_a_comment_is_refused) {
    Bytes bytes = bytes_of(small_archive());
    bytes[bytes.size() - 2] = 1;
    EXPECT_EQ(parse_archive(bytes).error().what,
              "not a whole zip file: it does not end with its end record; it was cut short or something was added");
}

TEST(Archive, a_manifest_with_another_digest_is_refused) {
    std::vector<ZipMember> members =
        read_zip(bytes_of(small_archive()), {.members = 9, .member_bytes = 1 << 20}).value();
    members[1].data[0] ^= 1;
    EXPECT_EQ(parse_archive(write_zip(members).value()).error().what,
              "manifest.sha256 does not fit manifest.json; the archive was changed");
}

// An archive put together by somebody else: members and manifest as given, the digest right.
Bytes forged(const BoardArchive& archive, auto change) {
    std::vector<ZipMember> members = read_zip(bytes_of(archive), {.members = 9, .member_bytes = 1 << 20}).value();
    change(members);
    const Bytes manifest = members[0].data;
    const std::string digest = to_hex(sha256(manifest)) + "  manifest.json\n";
    if (members.size() > 1 && members[1].name == "manifest.sha256")
        members[1].data = Bytes(digest.begin(), digest.end());
    return write_zip(members).value();
}

void replace(ZipMember& member, std::string_view from, std::string_view to) {
    std::string text(member.data.begin(), member.data.end());
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    member.data = Bytes(text.begin(), text.end());
}

TEST(Archive, forged_members_and_manifests_are_refused) {
    using Members = std::vector<ZipMember>;
    struct Row {
        void (*change)(Members&);
        const char* what;
    };
    for (const Row& row : {
             Row{[](Members& m) { m[2].data[0] ^= 1; },
                 "manifest.json: 'members[0].sha256' does not fit the bytes of 'flash.bin'; they were changed"},
             Row{[](Members& m) { m.pop_back(); },
                 "manifest.json: 'members[3].name' names 'otp.bin', which is not in the archive"},
             Row{[](Members& m) { m.push_back({"more.bin", {}}); },
                 "not a whole zip file: 7 members; at most 6 are expected"},
             Row{[](Members& m) { m.back().name = "more.bin"; },
                 "manifest.json: 'members[3].name' names 'otp.bin', which is not in the archive"},
             Row{[](Members& m) { m.back().name = "flash.bin"; },
                 "not a whole zip file: member 'flash.bin' is there twice"},
             Row{[](Members& m) { m.erase(m.begin() + 1); },
                 "a zip file, but no .jig archive: it does not begin with manifest.json and manifest.sha256"},
             Row{[](Members& m) { m[0].data = {'{'}; }, "manifest.json: not JSON"},
             Row{[](Members& m) { m[0].data = {'3'}; }, "manifest.json: '' must be an object"},
             Row{[](Members& m) { replace(m[0], "jig-archive", "jig-report"); },
                 "manifest.json: 'format' must be \"jig-archive\""},
             Row{[](Members& m) { replace(m[0], "\"version\": 1", "\"version\": 2"); },
                 "manifest.json: 'version' is 2; this jig reads version 1"},
             Row{[](Members& m) { replace(m[0], "\"part\": \"STM32F103RC\"", "\"part\": 3"); },
                 "manifest.json: 'part' must be a text"},
             Row{[](Members& m) { replace(m[0], "\"part\"", "\"pert\""); }, "manifest.json: 'part' is missing"},
             Row{[](Members& m) { replace(m[0], "34ffda05", "34ffda"); },
                 "manifest.json: 'identity.uid' must be 12 bytes in hex"},
             Row{[](Members& m) { replace(m[0], "0x411fc231", "0x411FC231"); },
                 "manifest.json: 'identity.cpuid' must be an address as \"0x08000000\""},
             Row{[](Members& m) { replace(m[0], "\"f_size_kb\": 256", "\"f_size_kb\": 65536"); },
                 "manifest.json: 'identity.f_size_kb' must be at most 65535, not 65536"},
             Row{[](Members& m) { replace(m[0], "\"DR10\"", "\"DR43\""); },
                 "manifest.json: 'backup_registers.DR43' is not DR1 to DR42"},
             Row{[](Members& m) { replace(m[0], "\"start\": \"0x08000010\"", "\"start\": \"0x08000011\""); },
                 "manifest.json: 'flash.ranges[1].start' 0x08000011-0x08000012 lies outside of flash.bin"},
             Row{[](Members& m) { replace(m[0], "\"start\": \"0x08000010\"", "\"start\": \"0x08000000\""); },
                 "manifest.json: 'flash.ranges[1].sha256' does not fit the bytes of 0x08000000-0x08000001"},
             Row{[](Members& m) { replace(m[0], "\"length\": 4", "\"length\": 0"); },
                 "manifest.json: 'flash.ranges[0].length' must be at least 1 and stay in the address space"},
             Row{[](Members& m) { replace(m[0], "\"marks\"", "\"moon\": 1, \"marks\""); },
                 "manifest.json: holds something this version of jig does not know, or was changed by hand"},
             Row{[](Members& m) { replace(m[0], "  \"part\"", "\t\"part\""); },
                 "manifest.json: holds something this version of jig does not know, or was changed by hand"},
         }) {
        const auto read = parse_archive(forged(small_archive(), row.change));
        ASSERT_FALSE(read) << row.what;
        EXPECT_EQ(read.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(read.error().what, row.what);
    }
}

TEST(Archive, a_member_that_unpacks_to_more_than_any_board_holds_is_refused) {
    const Bytes bomb = write_zip({{"flash.bin", Bytes(1 << 20, 0)}}).value();
    EXPECT_LT(bomb.size(), 5000u);
    EXPECT_EQ(read_zip(bomb, {.members = 1, .member_bytes = 1 << 19}).error().what,
              "member 'flash.bin' is larger than 524288 bytes; no board holds that");
}

TEST(Archive, flash_that_no_chip_has_is_refused_when_written) {
    BoardArchive archive = small_archive();
    ASSERT_TRUE(archive.flash.add(0x20000000, Bytes{1}));
    EXPECT_EQ(archive_bytes(archive).error().what,
              "0x08000000-0x20000000 is no flash of one chip; an archive's flash.bin has at most 16777216 bytes");
}

TEST(Archive, a_text_that_is_not_utf8_is_refused_when_written) {
    BoardArchive archive = small_archive();
    archive.how_read.probe = "\xff";
    const auto bytes = archive_bytes(archive);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().kind, ErrorKind::refused);
    EXPECT_THAT(bytes.error().what, HasSubstr("a text in the archive is not UTF-8"));
}

TEST_F(Folder, an_archive_is_written_whole_and_never_over_another) {
    const auto file = folder_ / "golden.jig";
    ASSERT_TRUE(write_archive(small_archive(), file));
    EXPECT_EQ(read_archive(file).value(), small_archive());
    BoardArchive other = small_archive();
    other.part = "STM32F103RE";
    const auto refused = write_archive(other, file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::refused);
    EXPECT_EQ(refused.error().what, file.string() + " is there already and is not overwritten; choose another name");
    EXPECT_EQ(read_archive(file).value(), small_archive());
    ASSERT_TRUE(write_archive(other, file, IfThere::replace));
    EXPECT_EQ(read_archive(file).value(), other);
    const auto entries = std::distance(std::filesystem::directory_iterator(folder_), {});
    EXPECT_EQ(entries, 1) << "no file is left beside it";
}

TEST_F(Folder, marks_come_and_go_and_nothing_else_changes) {
    const auto file = folder_ / "backup.jig";
    BoardArchive archive = small_archive();
    archive.marks.clear();
    ASSERT_TRUE(write_archive(archive, file));
    ASSERT_TRUE(set_archive_mark(file, options_in_flight, true));
    EXPECT_EQ(read_archive(file).value(), small_archive());
    EXPECT_TRUE(read_archive(file)->has_mark("options-in-flight"));
    ASSERT_TRUE(set_archive_mark(file, options_in_flight, false));
    EXPECT_EQ(read_archive(file).value(), archive);
}

TEST_F(Folder, backups_take_the_next_free_number) {
    const auto first = write_backup(small_archive(), folder_ / "new" / "backups");
    const auto second = write_backup(small_archive(), folder_ / "new" / "backups");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->filename(), "34ffda054e50383119651843-20261122T173452Z-1.jig");
    EXPECT_EQ(second->filename(), "34ffda054e50383119651843-20261122T173452Z-2.jig");
    EXPECT_EQ(read_archive(*second).value(), small_archive());
    BoardArchive nameless = small_archive();
    nameless.identity.uid.reset();
    EXPECT_EQ(write_backup(nameless, folder_).error().what,
              "a backup needs the board's UID for its name; read the board again");
}

TEST_F(Folder, a_missing_file_and_a_wrong_one_are_named) {
    const auto file = folder_ / "none.jig";
    EXPECT_EQ(read_archive(file).error().what, file.string() + ": cannot be opened: No such file or directory");
    ASSERT_TRUE(write_file(file, Bytes{1, 2, 3}, IfThere::refuse));
    EXPECT_EQ(read_archive(file).error().what,
              file.string() +
                  ": no .jig archive; a dump or a firmware file becomes one by `jig image pack --part PART --flash " +
                  file.string() + " -o FILE.jig`");
    EXPECT_EQ(read_file(folder_, 10).error().what, folder_.string() + ": cannot be read: Is a directory");
    EXPECT_EQ(read_file(file, 2).error().what, file.string() + ": more than 2 bytes; that is no file jig can use here");
}

TEST_F(Folder, a_folder_that_cannot_be_written_is_named) {
    const auto file = folder_ / "missing" / "a.jig";
    const auto written = write_archive(small_archive(), file);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::internal);
    EXPECT_EQ(written.error().what, file.string() + ": creating a file beside it failed: No such file or directory");
}

}  // namespace
}  // namespace jig::image
