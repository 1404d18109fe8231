// SPDX-License-Identifier: Apache-2.0
// Polynomials over GF(2) modulo a CRC's polynomial: bit i of a number is the coefficient of x^i. Appending a byte to a
// message multiplies its CRC's register by x^8; dividing by x^8 takes that back, which is what makes CRCs of ranges
// comparable that end at different places.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace jig::inspect {

class Ring {
 public:
    // With or without the carry-less multiplication of x86 processors; the results are the same.
    enum class Multiplication : std::uint8_t { best, portable };

    // `width` 8, 16 or 32; `poly` without x^width, its lowest bit set (else x has no inverse).
    Ring(std::uint32_t poly, unsigned width, Multiplication multiplication = Multiplication::best);

    // The register after one more byte, most significant bit first.
    [[nodiscard]] std::uint32_t append(std::uint32_t state, std::uint8_t byte) const {
        return ((state << 8) ^ forward_[((state >> (width_ - 8)) ^ byte) & 0xff]) & mask_;
    }
    // a / x^8.
    [[nodiscard]] std::uint32_t divide_by_byte(std::uint32_t a) const { return (a >> 8) ^ backward_[a & 0xff]; }
    [[nodiscard]] std::uint32_t multiply(std::uint32_t a, std::uint32_t b) const;
    // products[i] = a[i] * b[i]; the spans are of one length, and `products` may be `a`.
    void multiply_each(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                       std::span<std::uint32_t> products) const;
    // products[i] = a[i] * b.
    void multiply_all(std::span<const std::uint32_t> a, std::uint32_t b, std::span<std::uint32_t> products) const;
    // x^(8 * bytes).
    [[nodiscard]] std::uint32_t power(std::uint64_t bytes) const;
    // The smallest number of bytes > 0 with power(bytes) == 1, or 0 if it is over `limit`.
    [[nodiscard]] std::uint32_t period_bytes(std::uint32_t limit) const;

 private:
    // products[i] = a[i] * b[i * b_stride], count times.
    using Kernel = void (*)(const Ring&, const std::uint32_t* a, const std::uint32_t* b, std::size_t b_stride,
                            std::uint32_t* products, std::size_t count);
    static void portable_kernel(const Ring& ring, const std::uint32_t* a, const std::uint32_t* b, std::size_t b_stride,
                                std::uint32_t* products, std::size_t count);
    static void carryless_kernel(const Ring& ring, const std::uint32_t* a, const std::uint32_t* b, std::size_t b_stride,
                                 std::uint32_t* products, std::size_t count);
    static Kernel choose(Multiplication multiplication);
    [[nodiscard]] std::uint32_t portable_product(std::uint32_t a, std::uint32_t b) const;

    unsigned width_;
    std::uint32_t mask_;
    std::uint64_t modulus_;                    // with x^width
    std::uint64_t quotient_;                   // x^(2 * width) / modulus, for Barrett's reduction
    std::array<std::uint32_t, 256> forward_;   // t * x^width
    std::array<std::uint32_t, 256> backward_;  // t / x^8
    Kernel kernel_;
};

}  // namespace jig::inspect
