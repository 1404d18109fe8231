// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/ring.hpp"

#include <gmock/gmock.h>

#include "base/random.hpp"

namespace jig::inspect {
namespace {

struct Polynomial {
    std::uint32_t poly;
    unsigned width;
};
constexpr std::array polynomials = {Polynomial{0x04c11db7, 32}, Polynomial{0x814141ab, 32}, Polynomial{0x1021, 16},
                                    Polynomial{0x07, 8}};

// Bit by bit: for each coefficient of b from the highest, double and add.
std::uint32_t naive_product(const Polynomial& p, std::uint32_t a, std::uint32_t b) {
    std::uint64_t product = 0;
    for (unsigned i = p.width; i-- > 0;) {
        product <<= 1;
        if ((product >> p.width & 1) != 0) product ^= std::uint64_t{1} << p.width | p.poly;
        if ((b >> i & 1) != 0) product ^= a;
    }
    return static_cast<std::uint32_t>(product);
}

TEST(Ring, multiplies_as_bit_by_bit_with_and_without_the_processors_help) {
    Random random(1);
    for (const Polynomial& p : polynomials) {
        const Ring best(p.poly, p.width);
        const Ring portable(p.poly, p.width, Ring::Multiplication::portable);
        for (int i = 0; i < 1000; ++i) {
            const std::uint32_t a = static_cast<std::uint32_t>(random.next()) >> (32 - p.width);
            const std::uint32_t b = static_cast<std::uint32_t>(random.next()) >> (32 - p.width);
            ASSERT_EQ(best.multiply(a, b), naive_product(p, a, b)) << p.poly;
            ASSERT_EQ(portable.multiply(a, b), naive_product(p, a, b)) << p.poly;
        }
    }
}

TEST(Ring, divides_by_a_byte_what_a_byte_had_multiplied) {
    for (const Polynomial& p : polynomials) {
        const Ring ring(p.poly, p.width);
        std::uint32_t power = 1;
        for (std::uint64_t bytes = 0; bytes < 300; ++bytes) {
            EXPECT_EQ(ring.power(bytes), power);
            EXPECT_EQ(ring.divide_by_byte(ring.append(power, 0)), power);
            power = ring.append(power, 0);
        }
    }
}

TEST(Ring, knows_after_how_many_bytes_x_returns) {
    EXPECT_EQ(Ring(0x3d65, 16).period_bytes(1000), 151U);
    EXPECT_EQ(Ring(0x1021, 16).period_bytes(1 << 20), 32767U);
    EXPECT_EQ(Ring(0x1021, 16).period_bytes(32766), 0U);
}

}  // namespace
}  // namespace jig::inspect
