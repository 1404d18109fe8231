// SPDX-License-Identifier: Apache-2.0
// Every model of its kind agrees before and after, and a hash-like mixture of all bytes does not.
#include "inspect/boot/unnoticed_changes.hpp"

#include <gtest/gtest.h>

#include <array>

#include "base/random.hpp"
#include "inspect/checksum/model.hpp"

namespace jig::inspect {
namespace {

using Bytes128 = std::array<std::uint8_t, unnoticed_window>;

Bytes128 some_bytes() {
    Random random(7);
    Bytes128 bytes{};
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

void expect_unnoticed(const Bytes128& changed, auto kind) {
    const Bytes128 before = some_bytes();
    EXPECT_NE(before, changed);
    for (const ChecksumModel& model : checksum_models())
        if (kind(model)) {
            EXPECT_EQ(checksum(model, before), checksum(model, changed)) << label(model);
        }
}

TEST(UnnoticedChanges, of_exchanged_bits_leave_sums_and_exclusive_ors) {
    Bytes128 bytes = some_bytes();
    ASSERT_TRUE(exchange_bits(bytes));
    expect_unnoticed(bytes, [](const ChecksumModel& model) { return model.is_additive(); });
}

TEST(UnnoticedChanges, of_balanced_bytes_leave_fletcher_sums) {
    Bytes128 bytes = some_bytes();
    ASSERT_TRUE(balance_bytes(bytes));
    expect_unnoticed(bytes, [](const ChecksumModel& model) { return model.family == ChecksumFamily::fletcher; });
}

TEST(UnnoticedChanges, by_polynomials_leave_every_crc_of_their_bit_order) {
    const auto crc = [](bool reflected, unsigned word_bytes) {
        return [=](const ChecksumModel& model) {
            return model.family == ChecksumFamily::crc && model.reflected == reflected &&
                   model.word_bytes == word_bytes;
        };
    };
    Bytes128 lowest = some_bytes();
    ASSERT_TRUE(add_polynomials(lowest, BitOrder::lowest_first));
    expect_unnoticed(lowest, crc(true, 1));
    Bytes128 highest = some_bytes();
    ASSERT_TRUE(add_polynomials(highest, BitOrder::highest_first));
    expect_unnoticed(highest, crc(false, 1));
    Bytes128 words = some_bytes();
    ASSERT_TRUE(add_polynomials(words, BitOrder::highest_first_of_words));
    expect_unnoticed(words, crc(false, 4));
}

}  // namespace
}  // namespace jig::inspect
