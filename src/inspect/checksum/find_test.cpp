// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/find.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "inspect/checksum/check.hpp"
#include "inspect/checksum/testing/firmware_like.hpp"
#include "inspect/checksum/testing/naive_checksum.hpp"

namespace jig::inspect {
namespace {

using testing::image_base;

constexpr std::size_t flash = 60 << 10;
constexpr std::size_t used = 50 << 10;

std::vector<ChecksumMatch> find(const std::vector<ByteView>& dumps, std::vector<std::uint32_t> references = {},
                                std::size_t step = 4) {
    ChecksumQuery query;
    query.dumps = dumps;
    query.page_bytes = 2048;
    query.references = std::move(references);
    query.step = step;
    auto matches = find_checksums(query);
    EXPECT_TRUE(matches.has_value());
    return matches ? *matches : std::vector<ChecksumMatch>{};
}

std::string describe(const ChecksumMatch& match) {
    return label(*match.place.model) + " of " + to_string(match.place.range) + " at " +
           hex_address(match.place.stored_at) + " " + std::string(to_string(match.tier)) + " " +
           std::to_string(match.expected_by_chance);
}

std::string describe(const std::vector<ChecksumMatch>& matches) {
    std::string text;
    for (const ChecksumMatch& match : matches) text += describe(match) + "\n";
    return text;
}

struct Plan {
    Extent range;
    std::size_t stored_at;
    bool big = false;
    FieldReading reading = FieldReading::outside;
};

void plant(const ChecksumModel& model, Bytes& image, const Plan& plan) {
    Bytes covered(image.begin() + static_cast<std::ptrdiff_t>(plan.range.start),
                  image.begin() + static_cast<std::ptrdiff_t>(plan.range.end));
    if (plan.reading != FieldReading::outside) {
        const std::uint32_t fill = plan.reading == FieldReading::as_ones ? 0xffffffff : 0;
        testing::store_field(covered, plan.stored_at - plan.range.start, model.value_bytes(), fill);
    }
    testing::store_field(image, plan.stored_at, model.value_bytes(), testing::naive_checksum(model, covered), plan.big);
}

void expect_first(const std::vector<ChecksumMatch>& matches, const ChecksumModel& model, const Plan& plan) {
    ASSERT_FALSE(matches.empty()) << label(model);
    const ChecksumPlace& place = matches.front().place;
    EXPECT_EQ(label(*place.model), label(model)) << describe(matches);
    EXPECT_EQ(place.range.start, image_base + plan.range.start) << describe(matches);
    EXPECT_EQ(place.range.length, plan.range.end - plan.range.start) << describe(matches);
    EXPECT_EQ(place.stored_at, image_base + plan.stored_at) << describe(matches);
    EXPECT_EQ(place.order, plan.big ? ByteOrder::big : ByteOrder::little) << describe(matches);
    // Modulo 65535 zeros and ones are the same.
    const bool is_either = model.name == "FLETCHER-32" && plan.reading != FieldReading::outside;
    EXPECT_EQ(place.reading, is_either ? FieldReading::as_zeros : plan.reading) << describe(matches);
    EXPECT_EQ(matches.front().is_found(), matches.front().expected_by_chance < 0.01);
}

bool has_found(const std::vector<ChecksumMatch>& matches) {
    return std::ranges::any_of(matches, [](const ChecksumMatch& match) { return match.is_found(); });
}

bool is_narrow(const ChecksumModel& model) { return model.evidence_bits < 16; }

// Shared out over the processors: each search goes through the whole catalogue.
class LastWordOfTheFlash : public ::testing::TestWithParam<std::size_t> {
 public:
    static constexpr std::size_t shares = 4;
};

TEST_P(LastWordOfTheFlash, names_every_model) {
    constexpr std::size_t large = 256 << 10;
    for (std::size_t i = GetParam(); i < checksum_models().size(); i += shares) {
        const ChecksumModel& model = checksum_models()[i];
        Bytes image = testing::firmware_like(large, (200 << 10) + 100, 11);
        const std::size_t field = large - model.value_bytes();
        const Plan plan{{0, field}, field, i % 8 < 4 && !is_narrow(model)};
        plant(model, image, plan);
        const auto matches = find({image});
        ASSERT_FALSE(matches.empty()) << label(model);
        expect_first(matches, model, plan);
        EXPECT_EQ(matches.front().is_found(), !is_narrow(model)) << describe(matches);
    }
}
INSTANTIATE_TEST_SUITE_P(OfTheCatalogue, LastWordOfTheFlash,
                         ::testing::Range(std::size_t{0}, LastWordOfTheFlash::shares));

TEST(FindChecksums, names_every_model_behind_the_last_byte_in_use) {
    for (const ChecksumModel& model : checksum_models()) {
        Bytes image = testing::firmware_like(flash, used, 12);
        const Plan plan{{0, used}, used};
        plant(model, image, plan);
        if (image[used + model.value_bytes() - 1] == 0xff) continue;  // then it looks erased
        expect_first(find({image}), model, plan);
    }
}

TEST(FindChecksums, names_every_wide_model_of_pages_the_value_before_the_range) {
    for (const ChecksumModel& model : checksum_models()) {
        if (model.evidence_bits < 30) continue;
        Bytes image = testing::firmware_like(flash, used, 13);
        const Plan plan{{0x2000, 0x9000}, 0x1ffc};
        plant(model, image, plan);
        const auto matches = find({image});
        expect_first(matches, model, plan);
        if (!matches.empty()) {
            EXPECT_TRUE(matches.front().is_found()) << describe(matches);
        }
    }
}

TEST(FindChecksums, names_every_wide_model_with_its_field_in_a_reserved_vector) {
    for (const ChecksumModel& model : checksum_models()) {
        for (const FieldReading reading : {FieldReading::as_zeros, FieldReading::as_ones}) {
            if (model.evidence_bits < 30 || model.is_additive()) continue;
            Bytes image = testing::firmware_like(flash, used, 14);
            const Plan plan{{0, flash}, 0x1c, reading == FieldReading::as_ones, reading};
            plant(model, image, plan);
            const auto matches = find({image});
            expect_first(matches, model, plan);
            if (!matches.empty()) {
                EXPECT_TRUE(matches.front().is_found()) << describe(matches);
            }
        }
    }
}

TEST(FindChecksums, names_every_wide_model_with_its_field_anywhere_inside) {
    for (const ChecksumModel& model : checksum_models()) {
        if (model.evidence_bits < 30 || model.is_additive()) continue;
        Bytes image = testing::firmware_like(flash, used, 15);
        const Plan plan{{0, used}, 0x9234, false, FieldReading::as_ones};
        plant(model, image, plan);
        expect_first(find({image}), model, plan);
    }
}

TEST(FindChecksums, names_a_range_from_the_vector_table_to_any_word) {
    const ChecksumModel& model = checksum_models().front();
    Bytes image = testing::firmware_like(flash, used, 16);
    const Plan plan{{0, 0x7344}, flash - 4};
    plant(model, image, plan);
    expect_first(find({image}), model, plan);
}

TEST(FindChecksums, follows_what_the_code_refers_to) {
    const ChecksumModel& model = checksum_models().front();
    Bytes image = testing::firmware_like(flash, used, 17);
    const Plan plan{{0x5124, 0x9344}, 0xabc8};
    plant(model, image, plan);
    EXPECT_FALSE(has_found(find({image})));
    const auto matches = find({image}, {image_base + 0x5124, image_base + 0x9344, image_base + 0xabc8, 0x40021000});
    expect_first(matches, model, plan);
    ASSERT_FALSE(matches.empty());
    EXPECT_TRUE(matches.front().is_found()) << describe(matches);
}

TEST(FindChecksums, names_the_bootloader_and_the_application_each) {
    Bytes image = testing::firmware_like(flash, used, 18);
    const Bytes bootloader = testing::firmware_like(0x2000, 0x1800, 19);
    std::ranges::copy(bootloader, image.begin());
    const Bytes application = testing::firmware_like(0x1000, 0x1000, 20);
    std::ranges::copy(application, image.begin() + 0x2000);
    const ChecksumModel& unit = checksum_models()[0];
    const ChecksumModel& ethernet = checksum_models()[1];
    const Plan first{{0, 0x1ffc}, 0x1ffc};
    const Plan second{{0x2000, used}, used};
    plant(unit, image, first);
    plant(ethernet, image, second);
    const auto matches = find({image});
    ASSERT_GE(matches.size(), 2U) << describe(matches);
    expect_first({matches[0]}, ethernet, second);
    expect_first({matches[1]}, unit, first);
    EXPECT_TRUE(matches[1].is_found());
}

TEST(FindChecksums, names_any_range_of_a_small_image) {
    const ChecksumModel& model = checksum_models()[1];
    Bytes image = testing::firmware_like(4096, 4096, 21);
    const Plan plan{{0x164, 0x9f8}, 0x9f8};
    plant(model, image, plan);
    expect_first(find({image}), model, plan);
    image = testing::firmware_like(2048, 2048, 22);
    const Plan odd{{0x165, 0x5f7}, 0x5f7};
    plant(model, image, odd);
    const auto matches = find({image}, {}, 1);
    expect_first(matches, model, odd);
    ASSERT_FALSE(matches.empty());
    EXPECT_EQ(to_string(matches.front().tier), "T4");
}

TEST(FindChecksums, finds_nothing_in_healthy_images_without_one) {
    for (std::uint64_t seed = 100; seed < 120; ++seed) {
        const Bytes firmware = testing::firmware_like(flash, used, seed);
        const Bytes random = testing::random_bytes(flash, seed);
        for (const ByteView image : {ByteView(firmware), ByteView(random)}) {
            for (const ChecksumMatch& match : find({image})) {
                EXPECT_FALSE(match.is_found()) << "seed " << seed << ": " << describe(match);
            }
        }
    }
}

// Two boards with the same firmware: a serial number differs, and with it the value.
struct TwoDumps {
    Bytes a;
    Bytes b;
};

TwoDumps two_dumps(const ChecksumModel& model, const Plan& plan, std::size_t serial_at, std::uint64_t seed) {
    TwoDumps dumps{testing::firmware_like(flash, used, seed), testing::firmware_like(flash, used, seed)};
    testing::store_field(dumps.a, serial_at, 4, 0x12034761);
    testing::store_field(dumps.b, serial_at, 4, 0x120347a3);
    plant(model, dumps.a, plan);
    plant(model, dumps.b, plan);
    return dumps;
}

TEST(FindChecksumsInTwoDumps, names_every_wide_crc_of_any_range_with_its_value_anywhere) {
    for (const ChecksumModel& model : checksum_models()) {
        if (model.evidence_bits < 30 || model.is_additive()) continue;
        const Plan plan{{0x1234, 0x8778}, 0xb230, true};
        const TwoDumps dumps = two_dumps(model, plan, 0x3000, 31);
        const auto matches = find({dumps.a, dumps.b});
        expect_first(matches, model, plan);
        ASSERT_FALSE(matches.empty());
        EXPECT_TRUE(matches.front().is_found()) << describe(matches);
        EXPECT_FALSE(has_found(find({dumps.a})));
    }
}

TEST(FindChecksumsInTwoDumps, names_every_narrow_crc_of_pages) {
    for (const ChecksumModel& model : checksum_models()) {
        if (model.evidence_bits != 16 || model.is_additive()) continue;
        const Plan plan{{0x2000, 0x9000}, 0x1ffc};
        const TwoDumps dumps = two_dumps(model, plan, 0x3000, 32);
        expect_first(find({dumps.a, dumps.b}), model, plan);
    }
}

TEST(FindChecksumsInTwoDumps, finds_eight_bits_in_the_last_byte) {
    for (const ChecksumModel& model : checksum_models()) {
        if (!is_narrow(model)) continue;
        const Plan plan{{0, flash - 1}, flash - 1};
        const TwoDumps dumps = two_dumps(model, plan, 0x3000, 33);
        const auto matches = find({dumps.a, dumps.b});
        ASSERT_FALSE(matches.empty()) << label(model);
        EXPECT_TRUE(matches.front().is_found()) << describe(matches);
        EXPECT_EQ(matches.front().place.stored_at, image_base + flash - 1) << describe(matches);
        EXPECT_TRUE(check_checksum(dumps.a, image_base, matches.front().place).holds);
        EXPECT_TRUE(check_checksum(dumps.b, image_base, matches.front().place).holds);
    }
}

TEST(FindChecksumsInTwoDumps, takes_the_same_dump_twice_for_one) {
    const ChecksumModel& model = checksum_models().back();
    Bytes image = testing::firmware_like(flash, used, 34);
    plant(model, image, {{0, flash - 1}, flash - 1});
    const auto once = find({image});
    const auto twice = find({image, image});
    ASSERT_FALSE(once.empty());
    EXPECT_EQ(describe(once), describe(twice));
    EXPECT_FALSE(twice.front().is_found());
}

TEST(FindChecksumsInTwoDumps, drops_what_holds_in_one_only) {
    const Plan plan{{0, flash - 4}, flash - 4};
    TwoDumps dumps = two_dumps(checksum_models().front(), plan, 0x3000, 35);
    dumps.b[0x3000] ^= 1;
    EXPECT_FALSE(has_found(find({dumps.a, dumps.b})));
    EXPECT_TRUE(has_found(find({dumps.a})));
}

TEST(FindChecksumsInTwoDumps, warns_of_a_crc_whose_ends_repeat) {
    for (const ChecksumModel& model : checksum_models()) {
        if (model.name != "CRC-16/DNP") continue;
        Bytes image = testing::firmware_like(flash, used, 36);
        plant(model, image, {{0, flash - 2}, flash - 2});
        const auto matches = find({image});
        ASSERT_FALSE(matches.empty());
        EXPECT_EQ(matches.front().ends_repeat_bytes, 151U);
    }
}

TEST(FindChecksums, of_images_without_content_are_none) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{15}, std::size_t{16},
                                   std::size_t{19}, flash, flash - 1, std::size_t{1} << 20}) {
        for (const std::uint8_t fill : {std::uint8_t{0x00}, std::uint8_t{0xff}, std::uint8_t{0x5a}}) {
            const Bytes image(size, fill);
            EXPECT_EQ(describe(find({image})), "") << size << " of " << int{fill};
        }
    }
}

TEST(FindChecksums, end_on_images_that_repeat_themselves) {
    for (const std::size_t size : {std::size_t{1024}, std::size_t{4096}, flash}) {
        Bytes image(size);
        for (std::size_t i = 0; i < size; i += 8) {
            testing::store_field(image, i, 4, 0xdeadbeef);
            testing::store_field(image, i + 4, 4, 0U - 0xdeadbeef);
        }
        for (const ChecksumMatch& match : find({image}, {}, size == flash ? 1 : 4)) {
            EXPECT_EQ(match.tier, ChecksumTier::canonical) << size << ": " << describe(match);
        }
    }
}

TEST(FindChecksums, are_not_made_of_a_vector_tables_equal_handlers) {
    Bytes image = testing::firmware_like(64 << 10, 48 << 10, 7);
    constexpr std::uint32_t default_handler = 0x080001f5;
    for (std::uint32_t vector = 0x08; vector < 0x100; vector += 4) {
        const bool is_reserved = vector >= 0x1c && vector < 0x2c;
        store_le32(MutableByteView(image).subspan(vector), is_reserved ? 0 : default_handler);
    }
    for (const ChecksumMatch& match : find({image})) {
        EXPECT_FALSE((AddressRange{image_base, 0x100}).contains(match.place.range)) << describe(match);
    }
}

TEST(FindChecksums, name_each_stored_value_once) {
    const ChecksumModel& sum_of_bytes = checksum_models()[16];
    Bytes image = testing::firmware_like(flash, used, 23);
    plant(sum_of_bytes, image, {{0, flash - 4}, flash - 4});
    const auto matches = find({image});
    expect_first(matches, sum_of_bytes, {{0, flash - 4}, flash - 4});
    for (const ChecksumMatch& match : matches) {
        EXPECT_EQ(&match == &matches.front(), match.place.stored_at >= image_base + flash - 4) << describe(matches);
    }
}

TEST(FindChecksums, refuses_queries_that_make_no_sense) {
    const Bytes small(64);
    const Bytes smaller(60);
    const Bytes large(largest_dump_bytes + 1);
    struct Row {
        ChecksumQuery query;
        std::string what;
    };
    const std::vector<Row> rows = {
        {{.dumps = {}}, "no dump to look for checksums in; give at least one"},
        {{.dumps = {small, smaller}},
         "dumps of 64 and 60 bytes cannot be searched together; give dumps of one part, read whole"},
        {{.dumps = {large}},
         "a dump of 4194305 bytes is too large to search for checksums; at most 4194304 bytes, give a part of it"},
        {{.dumps = {small}, .step = 3}, "ranges cannot be tried at every 3 bytes; give 1, 2 or 4"},
        {{.dumps = {small}, .page_bytes = 0}, "pages of 0 bytes are not whole words; give the part's page size"},
        {{.dumps = {small}, .base = 0xffffffe0},
         "64 bytes at 0xffffffe0 do not begin on a word or leave the address space; give the address that the dump was "
         "read from"},
    };
    for (const Row& row : rows) {
        const auto matches = find_checksums(row.query);
        ASSERT_FALSE(matches.has_value()) << row.what;
        EXPECT_EQ(matches.error().kind, ErrorKind::usage);
        EXPECT_EQ(matches.error().what, row.what);
    }
}

}  // namespace
}  // namespace jig::inspect
