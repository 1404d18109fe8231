// SPDX-License-Identifier: Apache-2.0
// docs/formats/json.md prints the keys.
#include "apps/jig/diff_output.hpp"
#include "base/bytes.hpp"
#include "inspect/diff/explain.hpp"
#include "inspect/layout/chance.hpp"

namespace jig::app {
namespace {

using namespace jig::inspect;

template <typename List, typename ToJson>
Json list_of(const List& list, ToJson to_json) {
    Json array = Json::array();
    for (const auto& one : list) array.push_back(to_json(one));
    return array;
}

Json range_json(const AddressRange& range) { return to_string(range); }

std::string_view name_of_kind(ReferenceKind kind) {
    switch (kind) {
        case ReferenceKind::literal: return "literal";
        case ReferenceKind::immediate: return "immediate";
        case ReferenceKind::computed: return "computed";
        case ReferenceKind::word: return "word";
    }
    return "";
}

std::string_view name_of_access(Access access) {
    switch (access) {
        case Access::address: return "address";
        case Access::read: return "read";
        case Access::write: return "write";
    }
    return "";
}

std::string_view name_of_matter(ChipMatter matter) {
    switch (matter) {
        case ChipMatter::other_part: return "other-part";
        case ChipMatter::compatible_chip: return "compatible-chip";
        case ChipMatter::contradiction: return "contradiction";
        case ChipMatter::uid_missing: return "uid-missing";
        case ChipMatter::larger_than_marked: return "larger-than-marked";
    }
    return "";
}

std::string_view name_of_how(Companion::How how) {
    switch (how) {
        case Companion::How::equal: return "equal";
        case Companion::How::complement: return "complement";
        case Companion::How::same_delta: return "same-delta";
        case Companion::How::same_xor: return "same-xor";
    }
    return "";
}

Json reference_json(const Reference& one) {
    return {{"from", hex_address(one.from)},
            {"to", hex_address(one.to)},
            {"access", name_of_access(one.access)},
            {"how", name_of_kind(one.kind)}};
}

Json hit_json(const UidHit& hit) {
    return {{"range", to_string(hit.range)}, {"function", hit.function}, {"by_chance", hit.by_chance}};
}

Json firmware_json(const FirmwarePart& part) {
    return {{"range", to_string(part.range)},
            {"initial_sp", hex_address(part.table.initial_sp)},
            {"reset_handler", hex_address(part.table.reset_handler)},
            {"linked_for", part.link ? Json(hex_address(part.link->base)) : Json(nullptr)}};
}

Json identity_reference_json(const IdentityReference& one) {
    Json object = reference_json(one.reference);
    object["register"] = one.name;
    object["complemented"] = one.complemented;
    return object;
}

Json dump_json(const ComparedDump& dump) {
    return {
        {"name", dump.name},
        {"part", dump.part},
        {"uid", dump.uid ? Json(to_hex(*dump.uid)) : Json(nullptr)},
        {"board", dump.board},
        {"version", dump.version},
        {"read", list_of(dump.read, range_json)},
        {"used_bytes", dump.used_bytes},
        {"chip", list_of(dump.chip,
                         [](const ChipRemark& remark) -> Json {
                             return {{"matter", name_of_matter(remark.matter)}, {"text", remark.text}};
                         })},
        {"firmware", list_of(dump.layout.firmware, firmware_json)},
        {"eeprom_pages", list_of(dump.layout.eeprom, [](const EepromPage& page) { return range_json(page.range); })},
        {"uid_functions", list_of(dump.uid_hits, hit_json)},
        {"identity_references", list_of(dump.identity_references, identity_reference_json)}};
}

Json delta_json(const FieldDelta& delta, const Comparison& comparison) {
    return {{"dump", comparison.dumps[delta.dump].name},
            {"added", to_hex(delta.added)},
            {"xored", to_hex(delta.xored)},
            {"number", delta.number ? Json(*delta.number) : Json(nullptr)}};
}

Json uid_json(const Field& field) {
    Json object = {{"follows", name_of(field.follows)}, {"function", nullptr}, {"by_chance", nullptr}};
    if (!field.relation) return object;
    object["function"] = relation_text(*field.relation);
    object["by_chance"] = field.relation->by_chance;
    return object;
}

Json explanation_json(const Explanation& one) {
    return {{"what", one.what},
            {"standing", name_of(one.standing)},
            {"because", one.because},
            {"predicts", one.predicts},
            {"decided_by", one.decided_by}};
}

Json values_json(const Field& field, const Comparison& comparison) {
    Json object = Json::object();
    for (std::size_t i = 0; i < field.holders.size(); ++i) {
        object[comparison.dumps[field.holders[i]].name] = to_hex(field.values[i]);
    }
    return object;
}

Json field_reference_json(const FieldReference& one, const Comparison& comparison) {
    Json object = reference_json(one.reference);
    object["instruction"] = one.instruction;
    object["dump"] = comparison.dumps[one.dump].name;
    return object;
}

Json field_json(const Field& field, const Comparison& comparison) {
    // The bytes of firmware that differs are in the archives; here they would bury the rest.
    const bool firmware = field.kind == FieldClass::per_version;
    Json object = {{"range", to_string(field.range)},
                   {"class", name_of(field.kind)},
                   {"record", field.record ? range_json(*field.record) : Json(nullptr)},
                   {"owner", field.owner}};
    object["values"] = firmware ? Json::object() : values_json(field, comparison);
    object["deltas"] = firmware ? Json::array()
                                : list_of(field.deltas, [&](const FieldDelta& d) { return delta_json(d, comparison); });
    object["companions"] = list_of(field.companions, [](const Companion& one) -> Json {
        return {{"range", to_string(one.range)}, {"how", name_of_how(one.how)}};
    });
    object["looks"] = list_of(field.looks, [](Look look) -> Json { return name_of(look); });
    object["uid"] = uid_json(field);
    object["references"] =
        list_of(field.references, [&](const FieldReference& one) { return field_reference_json(one, comparison); });
    object["explanations"] = list_of(field.explanations, explanation_json);
    return object;
}

Json missing_json(const MissingRange& missing, const Comparison& comparison) {
    return {{"range", to_string(missing.range)},
            {"absent_in", list_of(missing.absent_in, [&](std::size_t i) -> Json { return comparison.dumps[i].name; })}};
}

Json beside_json(const BesideDifference& row, const Comparison& comparison) {
    Json values = Json::object();
    for (std::size_t i = 0; i < row.values.size(); ++i) values[comparison.dumps[i].name] = row.values[i];
    Json meanings = Json::object();
    for (std::size_t i = 0; i < row.meanings.size(); ++i) meanings[comparison.dumps[i].name] = row.meanings[i];
    return {{"group", row.group}, {"name", row.name}, {"values", values}, {"meanings", meanings}};
}

}  // namespace

Json diff_json(const Comparison& comparison) {
    Json object;
    object["result"] = "pass";
    object["dumps"] = list_of(comparison.dumps, dump_json);
    object["compared_bytes"] = comparison.compared_bytes;
    object["differing_bytes"] = comparison.varying_bytes;
    object["fields"] = list_of(comparison.fields, [&](const Field& field) { return field_json(field, comparison); });
    object["fields_left_out"] = comparison.fields_left_out;
    object["missing"] =
        list_of(comparison.missing, [&](const MissingRange& one) { return missing_json(one, comparison); });
    object["beside_the_flash"] =
        list_of(comparison.beside, [&](const BesideDifference& one) { return beside_json(one, comparison); });
    object["notes"] = comparison.notes;
    return object;
}

}  // namespace jig::app
