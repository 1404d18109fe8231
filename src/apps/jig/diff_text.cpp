// SPDX-License-Identifier: Apache-2.0
// First who was compared, then a table of the fields, then each field with what it seems to be.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "apps/jig/diff_output.hpp"
#include "apps/jig/wrapped_text.hpp"
#include "base/bytes.hpp"
#include "inspect/diff/explain.hpp"

namespace jig::app {
namespace {

using namespace jig::inspect;

constexpr std::size_t shown_bytes = 16;        // of a value: a record of a UID and a check
constexpr std::size_t shown_fields = 24;       // explained one by one; --json has them all
constexpr std::size_t shown_explanations = 3;  // that are not ruled out

std::string hex_of(const Bytes& bytes) {
    if (bytes.size() <= shown_bytes) return to_hex(bytes);
    return to_hex(ByteView(bytes).first(shown_bytes)) + "…";
}

std::string dump_line(const ComparedDump& dump, std::size_t width) {
    std::size_t read = 0;
    for (const AddressRange& range : dump.read) read += range.length;
    return fmt::format("  {:<{}}  {}  UID {:<24}  board {}  firmware {}  {} KB read, {} KB used\n", dump.name, width,
                       dump.part, dump.uid ? to_hex(*dump.uid) : "not known", dump.board + 1, dump.version + 1,
                       read / 1024, (dump.used_bytes + 1023) / 1024);
}

std::size_t name_width(const Comparison& comparison) {
    std::size_t width = 0;
    for (const ComparedDump& dump : comparison.dumps) width = std::max(width, dump.name.size());
    return width;
}

std::string dumps_text(const Comparison& comparison) {
    std::string text = "Compared\n";
    for (const ComparedDump& dump : comparison.dumps) text += dump_line(dump, name_width(comparison));
    return text;
}

std::string bullets(std::string_view title, const std::vector<std::string>& sentences) {
    if (sentences.empty()) return {};
    std::string text = fmt::format("\n{}\n", title);
    for (const std::string& sentence : sentences) text += wrapped("  - ", sentence);
    return text;
}

std::string missing_text(const Comparison& comparison) {
    std::vector<std::string> sentences;
    for (const MissingRange& missing : comparison.missing) {
        std::vector<std::string> names;
        for (const std::size_t i : missing.absent_in) names.push_back(comparison.dumps[i].name);
        sentences.push_back(fmt::format("{} is not in {}", to_string(missing.range), fmt::join(names, ", ")));
    }
    return bullets("Not in every archive", sentences);
}

std::string seems(const Field& field) {
    if (field.explanations.empty() || field.explanations.front().standing == Standing::ruled_out) return "unknown";
    const Explanation& first = field.explanations.front();
    return first.standing == Standing::supported ? first.what : "perhaps " + first.what;
}

std::string table_text(const Comparison& comparison) {
    if (comparison.fields.empty()) {
        return fmt::format("\nNo difference in the {} KB of flash that can be compared\n",
                           comparison.compared_bytes / 1024);
    }
    const std::size_t all = comparison.fields.size() + comparison.fields_left_out;
    std::string text = fmt::format("\nDifferences: {} of {} bytes, in {} {}\n", comparison.varying_bytes,
                                   comparison.compared_bytes, all, all == 1 ? "field" : "fields");
    for (std::size_t i = 0; i < comparison.fields.size() && i < shown_fields; ++i) {
        const Field& field = comparison.fields[i];
        text += wrapped(fmt::format("{:>4}  {}  {:>6}  {:<23}  ", i + 1, to_string(field.range), field.range.length,
                                    name_of(field.kind)),
                        seems(field));
    }
    if (all > shown_fields) {
        text += fmt::format("      and {} more; --json lists {}\n", all - shown_fields, comparison.fields.size());
    }
    return text;
}

bool looks(const Field& field, Look look) { return std::ranges::find(field.looks, look) != field.looks.end(); }

// A text as it reads, else how far a number is from the first one.
std::string step_text(const Field& field, std::size_t i) {
    if (looks(field, Look::text))
        return fmt::format("  {:?}", std::string(field.values[i].begin(), field.values[i].end()));
    if (i == 0) return {};
    const FieldDelta& delta = field.deltas[i - 1];
    if (delta.number) return fmt::format("  {:+#x}", *delta.number);
    return {};
}

std::string values_text(const Field& field, const Comparison& comparison) {
    if (field.kind == FieldClass::per_version) return {};
    std::string text;
    for (std::size_t i = 0; i < field.holders.size(); ++i) {
        text += fmt::format("      {:<{}}  {}{}\n", comparison.dumps[field.holders[i]].name, name_width(comparison),
                            hex_of(field.values[i]), step_text(field, i));
    }
    return text;
}

std::string reference_text(const FieldReference& one, const Comparison& comparison) {
    const std::string where = comparison.dumps.size() > 1 ? fmt::format(" in {}", comparison.dumps[one.dump].name) : "";
    if (one.instruction.empty()) {
        return fmt::format("the word at {}{} points to {}", hex_address(one.reference.from), where,
                           hex_address(one.reference.to));
    }
    return fmt::format("{}{}: {}, which is {}", hex_address(one.reference.from), where, one.instruction,
                       hex_address(one.reference.to));
}

std::string explanation_text(const Explanation& one) {
    std::string text =
        wrapped(fmt::format("      {:<10} ", name_of(one.standing)), fmt::format("{}: {}", one.what, one.because));
    if (!one.predicts.empty()) text += wrapped("                 then: ", one.predicts);
    if (!one.decided_by.empty()) text += wrapped("                 decided by: ", one.decided_by);
    return text;
}

std::string explanations_text(const Field& field) {
    std::string text;
    std::size_t shown = 0;
    std::vector<std::string> ruled_out;
    for (const Explanation& one : field.explanations) {
        if (one.standing == Standing::ruled_out) {
            ruled_out.push_back(fmt::format("{} ({})", one.what, one.because));
        } else if (shown++ < shown_explanations) {
            text += explanation_text(one);
        }
    }
    if (!ruled_out.empty()) text += wrapped("      ruled out  ", fmt::format("{}", fmt::join(ruled_out, "; ")));
    return text;
}

std::string looks_text(const Field& field) {
    if (field.bound_to_uid()) return {};
    std::vector<std::string_view> names;
    for (const Look look : field.looks) names.push_back(name_of(look));
    return names.empty() ? std::string() : wrapped("      looks like ", fmt::format("{}", fmt::join(names, ", ")));
}

std::string field_text(const Field& field, std::size_t number, const Comparison& comparison) {
    std::string text = fmt::format("\n{:>4}  {}  {}\n", number, to_string(field.range), name_of(field.kind));
    text += values_text(field, comparison);
    if (!field.owner.empty()) text += wrapped("      part of    ", field.owner);
    if (field.owner.empty() && field.record) {
        text += wrapped("      part of    ",
                        fmt::format("{} used bytes at {}", field.record->length, to_string(*field.record)));
    }
    text += looks_text(field);
    for (const FieldReference& one : field.references)
        text += wrapped("      code       ", reference_text(one, comparison));
    return text + explanations_text(field);
}

std::string beside_text(const Comparison& comparison) {
    if (comparison.beside.empty()) return {};
    std::string text = "\nBeside the flash\n";
    for (const BesideDifference& row : comparison.beside) {
        text += fmt::format("  {} {}\n", row.group, row.name);
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const std::string meaning =
                i < row.meanings.size() && !row.meanings[i].empty() ? "  " + row.meanings[i] : "";
            text += wrapped(fmt::format("      {:<{}}  ", comparison.dumps[i].name, name_width(comparison)),
                            row.values[i] + meaning);
        }
    }
    return text;
}

std::string uid_functions_text(const Comparison& comparison) {
    std::vector<std::string> sentences;
    for (const ComparedDump& dump : comparison.dumps) {
        for (const UidHit& hit : dump.uid_hits) {
            sentences.push_back(fmt::format("{} holds at {} {} of its own chip ({:.1g} expected by chance)", dump.name,
                                            to_string(hit.range), hit.function, hit.by_chance));
        }
    }
    return bullets("Functions of the unique ID in the flash", sentences);
}

}  // namespace

std::string diff_text(const Comparison& comparison) {
    std::string text = dumps_text(comparison);
    text += bullets("To know first", comparison.notes);
    text += missing_text(comparison);
    text += table_text(comparison);
    for (std::size_t i = 0; i < comparison.fields.size() && i < shown_fields; ++i) {
        text += field_text(comparison.fields[i], i + 1, comparison);
    }
    return text + uid_functions_text(comparison) + beside_text(comparison);
}

}  // namespace jig::app
