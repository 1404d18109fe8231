// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "inspect/layout/chance.hpp"

namespace jig::inspect {
namespace {

using enum Standing;
using Maybe = std::optional<Explanation>;

// What the questions have in common.
struct Situation {
    const Field& field;
    std::size_t boards = 0;
    std::size_t boards_with_uid = 0;
    bool rereads = false;  // a board was read twice with the same firmware

    [[nodiscard]] bool looks(Look look) const { return std::ranges::find(field.looks, look) != field.looks.end(); }
    [[nodiscard]] bool is(FieldClass kind) const { return field.kind == kind; }
    [[nodiscard]] bool may_be_unit() const { return is(FieldClass::per_unit) || is(FieldClass::unit_or_version); }
    [[nodiscard]] const Companion* companion(std::initializer_list<Companion::How> hows) const {
        for (const Companion& one : field.companions) {
            if (std::ranges::find(hows, one.how) != hows.end()) return &one;
        }
        return nullptr;
    }
};

Situation situation_of(const Field& field, std::span<const Dump> dumps) {
    std::set<std::size_t> boards;
    std::set<std::size_t> with_uid;
    std::set<std::pair<std::size_t, std::size_t>> reads;
    bool rereads = false;
    for (const std::size_t holder : field.holders) {
        const Dump& dump = dumps[holder];
        boards.insert(dump.board);
        if (!dump.uid_functions.empty()) with_uid.insert(dump.board);
        rereads |= !reads.insert({dump.board, dump.version}).second;
    }
    return {field, boards.size(), with_uid.size(), rereads};
}

std::string chance_text(double expected) { return fmt::format("{:.1g} expected by chance", expected); }

// H1: a record that is a function of the chip's unique ID.
Maybe uid_record(const Situation& s) {
    const std::string what = "a record derived from the chip's unique ID";
    const std::string predicts = "every board holds the same function of its own UID there, and runs only with it";
    if (!s.may_be_unit()) return std::nullopt;
    if (s.field.bound_to_uid()) {
        return Explanation{what, supported,
                           fmt::format("on {} boards {} is {}; {}", s.boards_with_uid, to_string(s.field.range),
                                       relation_text(*s.field.relation), chance_text(s.field.relation->by_chance)),
                           predicts, ""};
    }
    if (s.boards_with_uid < 2) {
        return Explanation{what, possible,
                           fmt::format("the UIDs of {} boards are not known", s.boards - s.boards_with_uid), predicts,
                           "reading the UIDs of both boards, with jig info or a capture; no further dump"};
    }
    if (s.field.relation) {
        return Explanation{what, possible,
                           fmt::format("it can be {}, but that is no finding yet: {}", relation_text(*s.field.relation),
                                       chance_text(s.field.relation->by_chance)),
                           predicts, "a dump of one more board, with its UID"};
    }
    if (s.field.follows == Follows::diffused || s.looks(Look::random)) {
        return Explanation{what, possible,
                           "no function of the catalogue fits, but a hash or cipher with a secret would look like this",
                           predicts,
                           "whether the firmware reads the UID before it reads the field: boot the image and watch"};
    }
    return Explanation{what, ruled_out,
                       "the UIDs of the boards are known, and no copy, sum, CRC or hash of the catalogue fits, with or "
                       "without a constant",
                       "", ""};
}

// H2: one value, stored twice.
Maybe stored_twice(const Situation& s) {
    if (const Companion* copy = s.companion({Companion::How::equal, Companion::How::complement})) {
        const bool plain = copy->how == Companion::How::equal;
        return Explanation{
            plain ? "one value that is stored twice" : "one value that is stored with its complement", supported,
            fmt::format("{} holds {} in every dump", to_string(copy->range), plain ? "the same bytes" : "the inverse"),
            "a board on which only one of the two is changed refuses it or repairs it", ""};
    }
    const Companion* other = s.companion({Companion::How::same_delta, Companion::How::same_xor});
    if (!other) return std::nullopt;
    return Explanation{"one value that is stored twice", ruled_out,
                       fmt::format("{} changes alike, but holds other bytes", to_string(other->range)), "", ""};
}

// H3: a value and a check over a range that contains it.
Maybe value_and_sum(const Situation& s) {
    const Companion* other = s.companion({Companion::How::same_delta, Companion::How::same_xor});
    if (!other || s.companion({Companion::How::equal})) return std::nullopt;
    const bool sum = other->how == Companion::How::same_delta;
    const std::string what = fmt::format("a value and {} over a range that contains it", sum ? "a sum" : "an xor");
    const std::string because = fmt::format("{} holds other bytes, but {} from dump to dump", to_string(other->range),
                                            sum ? "takes the same steps" : "the same bits of it change");
    if (s.boards > 2) return Explanation{what, supported, because, "every further board steps alike in both", ""};
    return Explanation{what, possible, because, "a third board steps alike in both",
                       "a third board: a step with a carry tells a sum from an xor, and both from two copies"};
}

// H5: what the firmware counts.
Maybe counter(const Situation& s) {
    const std::string what = "a counter that the firmware keeps";
    if (s.is(FieldClass::volatile_)) {
        if (!s.looks(Look::counter)) return std::nullopt;
        return Explanation{what, supported, "it grows from one read of a board to the next",
                           "it has grown again after the next power cycle", ""};
    }
    if (!s.may_be_unit() || !s.looks(Look::close_numbers)) return std::nullopt;
    if (s.rereads) {
        return Explanation{what, ruled_out, "two reads of one board hold the same", "", ""};
    }
    return Explanation{what, possible, "the values are small steps apart", "the same board holds more after it has run",
                       "a second capture of one board after a power cycle"};
}

// H6: not in the flash at all, but in the reading of it.
Maybe read_error(const Situation& s) {
    const std::string what = "a read error or weak cells";
    if (s.is(FieldClass::per_version)) return std::nullopt;
    if (s.is(FieldClass::volatile_)) {
        if (!s.looks(Look::single_bits)) return std::nullopt;
        return Explanation{what, supported, "reads of one board differ in single bits, all in the same direction",
                           "further reads differ again, in the same bits",
                           "two more reads of that board with a slower SWCLK and a short cable"};
    }
    if (s.field.bound_to_uid()) return std::nullopt;
    if (s.rereads) return Explanation{what, ruled_out, "two reads of one board hold the same", "", ""};
    if (!s.looks(Look::single_bits)) {
        return Explanation{what, ruled_out, "more than single bits differ", "", ""};
    }
    if (!s.field.companions.empty()) {
        return Explanation{what, ruled_out, "another field changes alike", "", ""};
    }
    return Explanation{what, possible, "every byte differs in one bit only, all in the same direction",
                       "a second read of the same board differs",
                       "a second capture of each board: the cheapest question, so ask it first"};
}

// H7: numbers that were measured on this board.
Maybe calibration(const Situation& s) {
    if (!s.may_be_unit() || s.field.bound_to_uid() || !s.looks(Look::samples_12_bit)) return std::nullopt;
    return Explanation{
        "calibration of this board", possible,
        "its half-words are below 0x1000 and near each other on all boards, as samples of a 12-bit ADC are",
        "other boards scatter around the same values",
        s.boards > 2 ? "a look at which peripheral the code that reads it sets up"
                     : "dumps of two or three more boards"};
}

Maybe serial_number(const Situation& s) {
    if (!s.may_be_unit() || s.field.bound_to_uid()) return std::nullopt;
    std::string_view form;
    if (s.looks(Look::text)) form = "text";
    if (s.looks(Look::bcd)) form = "decimal digits";
    if (form.empty() && s.looks(Look::close_numbers)) form = "a number, close to the others";
    if (form.empty()) return std::nullopt;
    return Explanation{"a serial number or address of this board", possible,
                       fmt::format("on every board it is {}", form), "no two boards hold the same",
                       "the label on the boards, or one more dump"};
}

// H8, and what nothing else explains.
Maybe random_bytes(const Situation& s) {
    if (!s.may_be_unit() || s.field.bound_to_uid()) return std::nullopt;
    const std::string what = "a hash, key or signature of its own";
    if (s.companion({Companion::How::same_delta, Companion::How::same_xor, Companion::How::equal})) {
        return Explanation{what, ruled_out, "a hash would not step like another field", "", ""};
    }
    if (!s.looks(Look::random)) return std::nullopt;
    return Explanation{what, possible, "its bytes look random, and half of the bits differ between boards",
                       "no board works with another's", "what the code that reads it compares it with"};
}

Maybe firmware(const Situation& s) {
    if (s.is(FieldClass::per_version)) {
        return Explanation{"a part of the firmware", supported, "it is the same wherever the rest of the firmware is",
                           "every board with that version holds the same", ""};
    }
    if (!s.is(FieldClass::unit_or_version) || s.field.bound_to_uid()) return std::nullopt;
    return Explanation{"a part of the firmware", possible, "no two of the boards have the same version",
                       "a second board with one of these versions holds the same",
                       "a dump of another board with one of these versions"};
}

Maybe changed_by_firmware(const Situation& s) {
    if (!s.is(FieldClass::volatile_) || s.looks(Look::counter) || s.looks(Look::single_bits)) return std::nullopt;
    return Explanation{"state that the firmware writes while it runs", possible, "reads of one board differ",
                       "it stays as it is while the board is held in reset",
                       "two captures of one board, held in reset in between"};
}

}  // namespace

std::string relation_text(const UidRelation& relation) {
    switch (relation.mixed) {
        case Mixed::not_at_all: return relation.function;
        case Mixed::xored: return relation.function + " xor a constant that is the same on every board";
        case Mixed::added: return relation.function + " plus a constant that is the same on every board";
    }
    return {};
}

std::vector<Explanation> explain_field(const Field& field, std::span<const Dump> dumps) {
    const Situation situation = situation_of(field, dumps);
    std::vector<Explanation> asked;
    for (const auto ask : {uid_record, stored_twice, value_and_sum, counter, serial_number, calibration, random_bytes,
                           firmware, changed_by_firmware, read_error}) {
        if (Maybe one = ask(situation)) asked.push_back(std::move(*one));
    }
    std::vector<Explanation> sorted;
    for (const Standing standing : {supported, possible, ruled_out}) {
        std::ranges::copy_if(asked, std::back_inserter(sorted),
                             [&](const Explanation& one) { return one.standing == standing; });
    }
    return sorted;
}

}  // namespace jig::inspect
