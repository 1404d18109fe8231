// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/testing/naive_checksum.hpp"

#include <algorithm>

namespace jig::inspect::testing {
namespace {

std::uint64_t reversed(std::uint64_t value, unsigned bits) {
    std::uint64_t result = 0;
    for (unsigned i = 0; i < bits; ++i) result |= (value >> i & 1) << (bits - 1 - i);
    return result;
}

// The text-book register, so that all ranges from one start cost one pass.
class NaiveState {
 public:
    explicit NaiveState(const ChecksumModel& model) : model_(model), crc_(model.init), a_(model.init) {}

    void take(ByteView word) {
        switch (model_.family) {
            case ChecksumFamily::crc: return take_crc(word);
            case ChecksumFamily::sum: a_ += number(word); return;
            case ChecksumFamily::exclusive_or: a_ ^= number(word); return;
            case ChecksumFamily::fletcher:
                a_ = (a_ + number(word)) % model_.modulus;
                b_ = (b_ + a_) % model_.modulus;
                return;
        }
    }

    [[nodiscard]] std::uint32_t value() const {
        const std::uint64_t ones = (std::uint64_t{1} << model_.width) - 1;
        if (model_.family == ChecksumFamily::crc) {
            const std::uint64_t out = model_.reflected ? reversed(crc_, model_.width) : crc_;
            return static_cast<std::uint32_t>(out ^ model_.xorout);
        }
        if (model_.family == ChecksumFamily::fletcher) {
            return static_cast<std::uint32_t>(b_ * (std::uint64_t{1} << model_.width / 2) + a_);
        }
        if (model_.form == SumForm::complement) return static_cast<std::uint32_t>(ones - (a_ & ones));
        if (model_.form == SumForm::negated) return static_cast<std::uint32_t>((ones + 1 - (a_ & ones)) & ones);
        return static_cast<std::uint32_t>(a_ & ones);
    }

 private:
    static std::uint64_t number(ByteView word) {
        std::uint64_t result = 0;
        for (std::size_t i = word.size(); i-- > 0;) result = result * 256 + word[i];
        return result;
    }

    void take_crc(ByteView word) {
        for (std::size_t i = word.size(); i-- > 0;) {
            const std::uint64_t byte = model_.reflected ? reversed(word[i], 8) : word[i];
            for (unsigned bit = 0; bit < 8; ++bit) {
                const std::uint64_t top = (crc_ >> (model_.width - 1) ^ byte >> (7 - bit)) & 1;
                crc_ = (crc_ << 1 & ((std::uint64_t{1} << model_.width) - 1)) ^ (top != 0 ? model_.poly : 0);
            }
        }
    }

    ChecksumModel model_;
    std::uint64_t crc_;
    std::uint64_t a_;
    std::uint64_t b_ = 0;
};

std::uint32_t read(ByteView image, std::size_t offset, std::size_t bytes, bool big) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | image[offset + (big ? i : bytes - 1 - i)];
    return value;
}

bool says(const ChecksumModel& model, std::uint32_t stored, std::uint32_t computed) {
    if (stored == 0 || stored == 0xffffffff >> (32 - model.width)) return false;
    if (model.family != ChecksumFamily::fletcher || model.modulus == 65521) return stored == computed;
    // Zero may be written as all ones in either half.
    const std::uint32_t ones = model.modulus;
    std::uint32_t low = stored & ones;
    std::uint32_t high = stored >> model.width / 2;
    if (low == ones) low = 0;
    if (high == ones) high = 0;
    return (high << model.width / 2 | low) == computed;
}

}  // namespace

std::uint32_t naive_checksum(const ChecksumModel& model, ByteView bytes) {
    NaiveState state(model);
    for (std::size_t i = 0; i < bytes.size(); i += model.word_bytes) state.take(bytes.subspan(i, model.word_bytes));
    return state.value();
}

std::vector<TrailingRange> naive_trailing_ranges(const ChecksumModel& model, ByteView image, std::size_t step) {
    step = std::max<std::size_t>(step, model.word_bytes);
    const std::vector<bool> allowed = allowed_positions(image, step);
    const std::size_t value_bytes = model.width / 8;
    std::vector<TrailingRange> found;
    for (std::size_t start = 0; start + value_bytes <= image.size(); start += step) {
        if (!allowed[start / step]) continue;
        NaiveState state(model);
        for (std::size_t end = start; end + value_bytes <= image.size(); end += model.word_bytes) {
            if (end % step == 0 && end - start >= 16 && allowed[end / step]) {
                const std::uint32_t little = read(image, end, value_bytes, false);
                const std::uint32_t big = read(image, end, value_bytes, true);
                if (says(model, little, state.value())) found.push_back({{start, end}, ByteOrder::little});
                if (big != little && says(model, big, state.value())) found.push_back({{start, end}, ByteOrder::big});
            }
            if (end + model.word_bytes <= image.size()) state.take(image.subspan(end, model.word_bytes));
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace jig::inspect::testing
