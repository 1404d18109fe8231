// SPDX-License-Identifier: Apache-2.0
// Reads one JSON object key by key, believing nothing. The first thing wrong is kept; what is read after it does not
// matter.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::image {

using Json = nlohmann::ordered_json;

class JsonReader {
 public:
    // All arguments must live longer. `path` names the object in messages: "identity", "" for the whole.
    JsonReader(const Json& object, std::optional<Error>& error, std::string path);

    [[nodiscard]] bool has(const char* key) const { return object_->contains(key); }
    // A missing key is an error in all of these; ask has() first where it may be missing.
    [[nodiscard]] std::string text(const char* key);
    [[nodiscard]] std::uint64_t number(const char* key, std::uint64_t most);
    [[nodiscard]] std::uint32_t hex32(const char* key);  // "0x08000000"
    template <std::size_t Size>
    [[nodiscard]] std::array<std::uint8_t, Size> hex_bytes(const char* key);
    [[nodiscard]] AddressRange range();  // of "start" and "length"
    [[nodiscard]] std::vector<std::string> texts(const char* key);
    [[nodiscard]] JsonReader object(const char* key);
    [[nodiscard]] std::vector<JsonReader> objects(const char* key);
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] bool boolean(const char* key);

    void refuse(std::string_view key, std::string_view what);

 private:
    const Json* ask(const char* key, Json::value_t type, std::string_view wanted);

    const Json* object_;
    std::optional<Error>* error_;
    std::string path_;
};

template <std::size_t Size>
std::array<std::uint8_t, Size> JsonReader::hex_bytes(const char* key) {
    std::array<std::uint8_t, Size> value{};
    const auto bytes = from_hex(text(key));
    if (bytes && bytes->size() == Size) {
        std::ranges::copy(*bytes, value.begin());
    } else {
        refuse(key, fmt::format("must be {} bytes in hex", Size));
    }
    return value;
}

}  // namespace jig::image
