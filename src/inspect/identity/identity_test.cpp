// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "chip/identity.hpp"
#include "inspect/identity/chip_check.hpp"
#include "inspect/identity/digest.hpp"
#include "inspect/identity/identity_references.hpp"
#include "inspect/identity/uid_relation.hpp"
#include "inspect/identity/uid_search.hpp"
#include "inspect/layout/chance.hpp"
#include "inspect/testing/flash_text.hpp"

namespace jig::inspect {
namespace {

using image::Uid;

constexpr std::size_t flash_bytes = 256 * 1024;
constexpr Uid golden = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
// Of the same wafer: its coordinates are 1 and 0x40 further.
constexpr Uid neighbour = {0x35, 0xff, 0x1a, 0x06, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
constexpr Uid stranger = {0x51, 0xff, 0x6c, 0x06, 0x48, 0x84, 0x53, 0x49, 0x29, 0x47, 0x01, 0x87};

Bytes text(std::string_view characters) { return {characters.begin(), characters.end()}; }

TEST(Digests, the_vectors_of_their_rfcs_come_out) {
    EXPECT_EQ(to_hex(md5(text(""))), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(to_hex(md5(text("message digest"))), "f96b697d7cb7938d525a2f31aaf161d0");
    EXPECT_EQ(to_hex(sha1(text("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(UidFunctions, thirteen_crcs_are_tried_and_each_is_in_the_catalogue) {
    const auto values = uid_values(golden);
    const auto tried = [&](std::string_view crc) {
        return std::ranges::any_of(values, [&](const auto& value) { return value.name.starts_with(crc); });
    };
    for (const std::string_view crc : {"CRC-32/ISO-HDLC", "CRC-32/JAMCRC", "CRC-32/MPEG-2", "CRC-32/BZIP2",
                                       "CRC-32/CKSUM", "CRC-32/ISCSI", "STM32-CRC", "CRC-16/MODBUS", "CRC-16/ARC",
                                       "CRC-16/IBM-3740", "CRC-16/XMODEM", "CRC-16/KERMIT", "CRC-16/IBM-SDLC"})
        EXPECT_TRUE(tried(crc)) << crc;
}

TEST(UidFunctions, the_catalogue_is_the_same_list_for_every_UID) {
    const auto a = uid_values(golden);
    const auto b = uid_values(stranger);
    ASSERT_EQ(a.size(), b.size());
    EXPECT_GT(a.size(), 900u);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].name, b[i].name);
    Uid blank{};
    EXPECT_TRUE(uid_values(blank).empty());
    blank.fill(0xFF);
    EXPECT_TRUE(uid_values(blank).empty());
}

TEST(UidSearch, every_function_of_four_bytes_or_more_is_found_where_it_is_planted) {
    const auto values = uid_values(golden);
    TestFlash flash(flash_bytes);
    flash.random(0x08000000, 100 * 1024, 1);
    for (const UidValue& value : values) {
        if (value.size < 4 || match_bits(value.view()) < 32) continue;
        TestFlash planted = flash;
        planted.put(0x08020000, value.view());
        const auto hits = find_uid_functions(planted.view(), values);
        const bool found = std::ranges::any_of(
            hits, [&](const UidHit& hit) { return hit.range == AddressRange{0x08020000, value.size}; });
        EXPECT_TRUE(found) << value.name;
    }
}

TEST(UidSearch, chance_is_said_and_keeps_to_what_is_said) {
    TestFlash flash(flash_bytes);
    flash.random(0x08000000, flash_bytes, 2);
    Random random(3);
    unsigned claims = 0;
    for (unsigned i = 0; i < 25; ++i) {
        Uid uid{};
        for (std::uint8_t& byte : uid) byte = static_cast<std::uint8_t>(random.next());
        for (const UidHit& hit : find_uid_functions(flash.view(), uid_values(uid))) {
            claims += hit.by_chance < finding_below;
        }
    }
    EXPECT_EQ(claims, 0u);
}

TEST(UidSearch, a_copy_is_named_once_and_as_a_copy) {
    TestFlash flash(flash_bytes);
    flash.put(0x08007000, golden);
    const auto hits = find_uid_functions(flash.view(), uid_values(golden));
    ASSERT_EQ(hits.size(), 1u);
    EXPECT_EQ(hits[0].function, "the UID");
    EXPECT_EQ(hits[0].range, (AddressRange{0x08007000, 12}));
    EXPECT_LT(hits[0].by_chance, 1e-15);
    EXPECT_TRUE(find_uid_functions(flash.view(), uid_values(stranger)).empty());
}

// What a board of each UID would hold.
using Scheme = Bytes (*)(const Uid&);

Bytes xored(const Uid& uid) {
    Bytes bytes(uid.begin(), uid.end());
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] ^= static_cast<std::uint8_t>(0x5A + 31 * i);
    return bytes;
}
Bytes plus(const Uid& uid) {
    Bytes bytes(uid.begin(), uid.end());
    for (std::size_t i = 0; i < 12; i += 4) {
        store_le32(MutableByteView(bytes).subspan(i), load_le32(ByteView(bytes).subspan(i)) + 0xDEADBEEF);
    }
    return bytes;
}
Bytes copied(const Uid& uid) { return {uid.begin(), uid.end()}; }
Bytes word_sum(const Uid& uid) {
    Bytes bytes(4);
    store_le32(bytes, load_le32(uid) + load_le32(ByteView(uid).subspan(4)) + load_le32(ByteView(uid).subspan(8)));
    return bytes;
}
Bytes digest(const Uid& uid) {
    const auto bytes = md5(uid);
    return {bytes.begin(), bytes.begin() + 12};
}
Bytes serial(const Uid& uid) { return {0x10, 0x27, uid[0] == 0x34 ? std::uint8_t{1} : std::uint8_t{9}, 0}; }

TEST(UidRelations, what_follows_the_UIDs_is_named_with_what_is_mixed_in) {
    struct Row {
        const char* what;
        Scheme scheme;
        const char* function;  // null: nothing is a finding
        Mixed mixed;
    };
    for (const Row& row : {Row{"copy", copied, "the UID", Mixed::not_at_all},
                           Row{"xor", xored, "the UID", Mixed::xored}, Row{"add", plus, "the UID", Mixed::added},
                           Row{"sum", word_sum, "the sum of the words of the UID", Mixed::not_at_all},
                           Row{"digest", digest, "MD5 of the UID", Mixed::not_at_all},
                           Row{"a number of its own", serial, nullptr, Mixed::not_at_all}}) {
        std::vector<Bytes> held;
        std::vector<std::vector<UidValue>> values;
        std::vector<BoardSample> samples;
        for (const Uid& uid : {golden, stranger}) {
            held.push_back(row.scheme(uid));
            held.back().insert(held.back().begin(), 8, 0xFF);
            values.push_back(uid_values(uid));
        }
        samples.push_back({golden, values[0], held[0]});
        samples.push_back({stranger, values[1], held[1]});
        const auto relation = relate_to_uids(samples, 8, held[0].size() - 8);
        const bool finding = relation && relation->by_chance < finding_below;
        ASSERT_EQ(finding, row.function != nullptr) << row.what;
        if (!finding) continue;
        EXPECT_EQ(relation->function, row.function) << row.what;
        EXPECT_EQ(relation->mixed, row.mixed) << row.what;
        EXPECT_EQ(relation->offset, 8u) << row.what;
    }
}

TEST(UidRelations, neighbours_on_a_wafer_are_enough_for_a_masked_copy) {
    const Bytes a = xored(golden);
    const Bytes b = xored(neighbour);
    const auto values_a = uid_values(golden);
    const auto values_b = uid_values(neighbour);
    const std::vector<BoardSample> samples = {{golden, values_a, a}, {neighbour, values_b, b}};
    const auto relation = relate_to_uids(samples, 0, 4);
    ASSERT_TRUE(relation.has_value());
    EXPECT_LT(relation->by_chance, finding_below);
    EXPECT_EQ(relation->length, 12u);
    EXPECT_EQ(relation->mixed, Mixed::xored);
}

TEST(UidRelations, one_differing_byte_is_no_finding) {
    Uid near = golden;
    near[0] = 0x35;
    const Bytes a = xored(golden);
    const Bytes b = xored(near);
    const auto values_a = uid_values(golden);
    const auto values_b = uid_values(near);
    const std::vector<BoardSample> samples = {{golden, values_a, a}, {near, values_b, b}};
    const auto relation = relate_to_uids(samples, 0, 1);
    if (relation) {
        EXPECT_GE(relation->by_chance, finding_below);
    }
}

TEST(Diffusion, close_UIDs_show_what_becomes_of_a_small_difference) {
    struct Row {
        const char* what;
        Scheme scheme;
        Uid other;
        Diffusion diffusion;
    };
    for (const Row& row :
         {Row{"masked", xored, neighbour, Diffusion::small}, Row{"hash", digest, neighbour, Diffusion::whole},
          Row{"far apart", digest, stranger, Diffusion::cannot_tell}}) {
        const Bytes a = row.scheme(golden);
        const Bytes b = row.scheme(row.other);
        const std::vector<BoardSample> samples = {{golden, {}, a}, {row.other, {}, b}};
        EXPECT_EQ(test_diffusion(samples).diffusion, row.diffusion) << row.what;
    }
    EXPECT_EQ(test_diffusion({}).diffusion, Diffusion::cannot_tell);
}

TEST(IdentityReferences, what_names_the_chip_is_named_with_its_register) {
    TestFlash flash(256);
    flash.half_words(0x08000000, {0x4803, 0x6801, 0x4903, 0x4a04, 0x4770, 0xbf00, 0xbf00, 0xbf00});
    flash.words(0x08000010, {0x1FFFF7E8, ~0x1FFFF7E0u, 0x40006C04, 0x12345678});
    const auto found = identity_references(ReferenceMap::of(flash.view()));
    ASSERT_EQ(found.size(), 4u);
    EXPECT_EQ(found[0].name, "UID");
    EXPECT_EQ(found[0].reference.from, 0x08000000u);
    EXPECT_EQ(found[1].reference.access, Access::read);
    EXPECT_EQ(found[2].name, "F_SIZE");
    EXPECT_TRUE(found[2].complemented);
    EXPECT_EQ(found[3].name, "backup registers");
}

image::BoardArchive genuine() {
    image::BoardArchive archive;
    archive.part = "STM32F103RC";
    archive.identity.uid = golden;
    archive.identity.f_size_kb = 256;
    archive.identity.dbgmcu_idcode = 0x10016414;
    return archive;
}

TEST(ChipCheck, each_register_is_held_against_the_part) {
    EXPECT_TRUE(check_chip(genuine()).empty());
    struct Row {
        ChipMatter matter;
        const char* text;
        void (*change)(image::BoardArchive&);
    };
    for (const Row& row : {
             Row{ChipMatter::other_part, "DEV_ID is 0x410, but STM32F103RC has 0x414",
                 [](image::BoardArchive& a) { a.identity.dbgmcu_idcode = 0x20036410; }},
             Row{ChipMatter::other_part, "F_SIZE says 512 KB, but STM32F103RC has 256 KB",
                 [](image::BoardArchive& a) { a.identity.f_size_kb = 512; }},
             Row{ChipMatter::uid_missing, "the UID reads ffffffffffffffffffffffff: this chip has none",
                 [](image::BoardArchive& a) { a.identity.uid->fill(0xFF); }},
             Row{ChipMatter::larger_than_marked, "flash was read to 0x0807ffff, but STM32F103RC ends at 0x0803ffff",
                 [](image::BoardArchive& a) { ASSERT_TRUE(a.flash.add(0x08000000, Bytes(512 * 1024, 1))); }},
             Row{ChipMatter::compatible_chip, "the chip is GD32F103 (GigaDevice): the ROM table says so",
                 [](image::BoardArchive& a) {
                     a.identity.silicon = "gd32";
                     a.identity.evidence = {"the ROM table says so"};
                 }},
         }) {
        image::BoardArchive archive = genuine();
        row.change(archive);
        const auto remarks = check_chip(archive);
        ASSERT_EQ(remarks.size(), 1u) << row.text;
        EXPECT_EQ(remarks[0].matter, row.matter);
        EXPECT_EQ(remarks[0].text, row.text);
    }
}

TEST(ChipCheck, a_ROM_table_in_the_archive_is_judged_as_jig_info_does) {
    image::BoardArchive archive = genuine();
    const auto pidr = chip::rom_table_pidr_of(chip::row_of(chip::Silicon::gd32), *chip::find_density(0x414));
    Bytes end(48, 0);
    for (std::size_t i = 0; i < 4; ++i) {
        end[16 + 4 * i] = pidr[i];
        end[4 * i] = pidr[4 + i];
    }
    archive.rom_table = end;
    const auto remarks = check_chip(archive);
    ASSERT_EQ(remarks.size(), 1u);
    EXPECT_EQ(
        remarks[0].text,
        "the chip is GD32F103 (GigaDevice): the ROM table names GigaDevice (JEP106 0x51 after 7 continuations) as "
        "its designer");
}

}  // namespace
}  // namespace jig::inspect
