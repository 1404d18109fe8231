// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/ring.hpp"

#include <cassert>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace jig::inspect {
namespace {

constexpr unsigned bits_per_byte = 8;

std::uint64_t divide_by_modulus(unsigned width, std::uint64_t modulus) {
    std::uint64_t quotient = 0;
    std::uint64_t remainder = 1;  // the leading digit of x^(2 * width); its zeros are brought down one by one
    for (unsigned i = 0; i < 2 * width; ++i) {
        remainder <<= 1;
        quotient <<= 1;
        if ((remainder >> width & 1) != 0) {
            remainder ^= modulus;
            quotient |= 1;
        }
    }
    return quotient;
}

}  // namespace

Ring::Ring(std::uint32_t poly, unsigned width, Multiplication multiplication)
    : width_(width),
      mask_(0xffffffff >> (32 - width)),
      modulus_(std::uint64_t{1} << width | poly),
      quotient_(divide_by_modulus(width, modulus_)),
      forward_{},
      backward_{},
      kernel_(choose(multiplication)) {
    assert((poly & 1) != 0 && (width == 8 || width == 16 || width == 32));
    for (std::uint32_t t = 0; t < forward_.size(); ++t) {
        std::uint64_t up = std::uint64_t{t} << (width - bits_per_byte);
        std::uint64_t down = t;
        for (unsigned bit = 0; bit < bits_per_byte; ++bit) {
            up = (up << 1) ^ ((up >> (width - 1) & 1) != 0 ? modulus_ : 0);
            down = (down ^ ((down & 1) != 0 ? modulus_ : 0)) >> 1;
        }
        forward_[t] = static_cast<std::uint32_t>(up);
        backward_[t] = static_cast<std::uint32_t>(down);
    }
}

std::uint32_t Ring::multiply(std::uint32_t a, std::uint32_t b) const {
    std::uint32_t product = 0;
    kernel_(*this, &a, &b, 0, &product, 1);
    return product;
}

void Ring::multiply_each(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                         std::span<std::uint32_t> products) const {
    assert(a.size() == b.size() && a.size() == products.size());
    kernel_(*this, a.data(), b.data(), 1, products.data(), a.size());
}

void Ring::multiply_all(std::span<const std::uint32_t> a, std::uint32_t b, std::span<std::uint32_t> products) const {
    assert(a.size() == products.size());
    kernel_(*this, a.data(), &b, 0, products.data(), a.size());
}

std::uint32_t Ring::power(std::uint64_t bytes) const {
    std::uint32_t result = 1;
    std::uint32_t square = 1;
    for (unsigned bit = 0; bit < bits_per_byte; ++bit) {  // x^8, by eight doublings
        square = static_cast<std::uint32_t>((std::uint64_t{square} << 1) ^
                                            ((square >> (width_ - 1) & 1) != 0 ? modulus_ : 0));
    }
    for (; bytes != 0; bytes >>= 1) {
        if ((bytes & 1) != 0) result = multiply(result, square);
        square = multiply(square, square);
    }
    return result;
}

std::uint32_t Ring::period_bytes(std::uint32_t limit) const {
    std::uint32_t state = 1;
    for (std::uint32_t bytes = 1; bytes <= limit; ++bytes) {
        state = append(state, 0);
        if (state == 1) return bytes;
    }
    return 0;
}

// Four bits at a time, then the high half of the product goes through the register like so many zero bytes.
std::uint32_t Ring::portable_product(std::uint32_t a, std::uint32_t b) const {
    std::array<std::uint64_t, 16> multiples;
    multiples[0] = 0;
    multiples[1] = b;
    for (std::size_t i = 2; i < multiples.size(); i += 2) {
        multiples[i] = multiples[i / 2] << 1;
        multiples[i + 1] = multiples[i] ^ b;
    }
    std::uint64_t product = 0;
    for (unsigned shift = width_; shift != 0; shift -= 4) {
        product = (product << 4) ^ multiples[a >> (shift - 4) & 15];
    }
    std::uint32_t high = static_cast<std::uint32_t>(product >> width_);
    for (unsigned i = 0; i < width_ / bits_per_byte; ++i) high = append(high, 0);
    return high ^ (static_cast<std::uint32_t>(product) & mask_);
}

void Ring::portable_kernel(const Ring& ring, const std::uint32_t* a, const std::uint32_t* b, std::size_t b_stride,
                           std::uint32_t* products, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) products[i] = ring.portable_product(a[i], b[i * b_stride]);
}

#if defined(__x86_64__)

// Barrett's reduction: the quotient by the modulus is a product with its reciprocal.
__attribute__((target("pclmul,sse2"))) void Ring::carryless_kernel(const Ring& ring, const std::uint32_t* a,
                                                                   const std::uint32_t* b, std::size_t b_stride,
                                                                   std::uint32_t* products, std::size_t count) {
    const __m128i constants =
        _mm_set_epi64x(static_cast<long long>(ring.modulus_), static_cast<long long>(ring.quotient_));
    const __m128i width = _mm_cvtsi32_si128(static_cast<int>(ring.width_));
    for (std::size_t i = 0; i < count; ++i) {
        const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi32_si128(static_cast<int>(a[i])),
                                                     _mm_cvtsi32_si128(static_cast<int>(b[i * b_stride])), 0x00);
        const __m128i high = _mm_srl_epi64(product, width);
        const __m128i quotient = _mm_srl_epi64(_mm_clmulepi64_si128(high, constants, 0x00), width);
        const __m128i multiple = _mm_clmulepi64_si128(quotient, constants, 0x10);
        products[i] = static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_xor_si128(product, multiple))) & ring.mask_;
    }
}

Ring::Kernel Ring::choose(Multiplication multiplication) {
    if (multiplication == Multiplication::best && __builtin_cpu_supports("pclmul") != 0) return carryless_kernel;
    return portable_kernel;
}

#else

Ring::Kernel Ring::choose(Multiplication) { return portable_kernel; }

#endif

}  // namespace jig::inspect
