// SPDX-License-Identifier: Apache-2.0
// Reads one TOML table key by key. The keys that were asked for are the keys that are known: finish() refuses all
// others. The first thing wrong, with its line, is kept for the file's error; what is read after it does not matter.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jig::board {

// The first thing wrong in one file.
class FileErrors {
 public:
    explicit FileErrors(std::string file) : file_(std::move(file)) {}
    void add(const toml::source_region& where, std::string_view what);
    [[nodiscard]] Result<void> result() const;

 private:
    std::string file_;
    std::optional<Error> first_;
};

class TableReader {
 public:
    // `path` is how messages name the table: "[serve]"; empty for the file itself. Both arguments must live longer.
    TableReader(const toml::table& table, FileErrors& errors, std::string path)
        : table_(&table), errors_(&errors), path_(std::move(path)) {}

    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
    // A number from 0 to 1.
    [[nodiscard]] std::optional<double> probability(std::string_view key);
    // The index of the text among `allowed`.
    [[nodiscard]] std::optional<std::size_t> choice(std::string_view key, std::span<const std::string_view> allowed);
    [[nodiscard]] std::optional<TableReader> table(std::string_view key);
    [[nodiscard]] std::vector<TableReader> tables(std::string_view key);

    // All keys in the order of the file, for tables whose keys are names.
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] bool has(std::string_view key);

    // Something wrong with the value of `key`, or, without that key, with the whole table.
    void refuse(std::string_view key, std::string_view what);
    // Refuses every key that nobody asked for.
    void finish();

 private:
    const toml::node* ask(std::string_view key);
    const toml::node* ask(std::string_view key, toml::node_type type, std::string_view wanted);

    const toml::table* table_;
    FileErrors* errors_;
    std::string path_;
    std::vector<std::string> asked_;
};

}  // namespace jig::board
