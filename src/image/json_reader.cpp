// SPDX-License-Identifier: Apache-2.0
#include "image/json_reader.hpp"

namespace jig::image {
namespace {

const Json& empty_object() {
    static const Json empty = Json::object();
    return empty;
}

}  // namespace

JsonReader::JsonReader(const Json& object, std::optional<Error>& error, std::string path)
    : object_(object.is_object() ? &object : &empty_object()), error_(&error), path_(std::move(path)) {
    if (!object.is_object()) refuse("", "must be an object");
}

void JsonReader::refuse(std::string_view key, std::string_view what) {
    if (*error_) return;
    const std::string place =
        path_.empty() || key.empty() ? path_ + std::string(key) : fmt::format("{}.{}", path_, key);
    *error_ = Error{ErrorKind::bad_file, fmt::format("manifest.json: '{}' {}", place, what)};
}

const Json* JsonReader::ask(const char* key, Json::value_t type, std::string_view wanted) {
    const auto found = object_->find(key);
    if (found != object_->end() && found->type() == type) return &*found;
    refuse(key, found == object_->end() ? "is missing" : fmt::format("must be {}", wanted));
    return nullptr;
}

std::string JsonReader::text(const char* key) {
    const Json* node = ask(key, Json::value_t::string, "a text");
    return node ? node->get_ref<const std::string&>() : std::string();
}

std::uint64_t JsonReader::number(const char* key, std::uint64_t most) {
    const Json* node = ask(key, Json::value_t::number_unsigned, "a whole number");
    if (!node) return 0;
    const auto value = node->get<std::uint64_t>();
    if (value > most) refuse(key, fmt::format("must be at most {}, not {}", most, value));
    return std::min(value, most);
}

std::uint32_t JsonReader::hex32(const char* key) {
    const std::string value = text(key);
    const auto number = parse_number(value);
    if (number && hex_address(*number) == value) return *number;
    refuse(key, "must be an address as \"0x08000000\"");
    return 0;
}

AddressRange JsonReader::range() {
    const AddressRange range{hex32("start"), static_cast<std::uint32_t>(number("length", UINT32_MAX))};
    if (range.length == 0 || range.end() > std::uint64_t{1} << 32) {
        refuse("length", "must be at least 1 and stay in the address space");
        return {};
    }
    return range;
}

std::vector<std::string> JsonReader::texts(const char* key) {
    std::vector<std::string> values;
    const Json* node = ask(key, Json::value_t::array, "a list of texts");
    if (!node) return values;
    for (const Json& element : *node) {
        if (element.is_string()) {
            values.push_back(element.get_ref<const std::string&>());
        } else {
            refuse(key, "must be a list of texts");
        }
    }
    return values;
}

JsonReader JsonReader::object(const char* key) {
    const Json* node = ask(key, Json::value_t::object, "an object");
    return {node ? *node : empty_object(), *error_, path_.empty() ? key : fmt::format("{}.{}", path_, key)};
}

std::vector<JsonReader> JsonReader::objects(const char* key) {
    std::vector<JsonReader> readers;
    const Json* node = ask(key, Json::value_t::array, "a list of objects");
    if (!node) return readers;
    const std::string prefix = path_.empty() ? key : fmt::format("{}.{}", path_, key);
    for (std::size_t i = 0; i < node->size(); ++i) {
        readers.emplace_back((*node)[i], *error_, fmt::format("{}[{}]", prefix, i));
    }
    return readers;
}

std::vector<std::string> JsonReader::keys() const {
    std::vector<std::string> names;
    for (const auto& [key, value] : object_->items()) names.push_back(key);
    return names;
}

bool JsonReader::boolean(const char* key) {
    const Json* node = ask(key, Json::value_t::boolean, "true or false");
    return node && node->get<bool>();
}

}  // namespace jig::image
