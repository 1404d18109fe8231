// SPDX-License-Identifier: Apache-2.0
#include "board/table_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace jig::board {

void FileErrors::add(const toml::source_region& where, std::string_view what) {
    if (first_) return;
    first_ = Error{ErrorKind::bad_file, fmt::format("{}:{}: {}", file_, where.begin.line, what)};
}

Result<void> FileErrors::result() const {
    if (first_) return fail(*first_);
    return {};
}

const toml::node* TableReader::ask(std::string_view key) {
    if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
    return table_->get(key);
}

const toml::node* TableReader::ask(std::string_view key, toml::node_type type, std::string_view wanted) {
    const toml::node* node = ask(key);
    if (!node || node->type() == type) return node;
    refuse(key, fmt::format("'{}' must be {}", key, wanted));
    return nullptr;
}

std::optional<std::string> TableReader::text(std::string_view key) {
    const toml::node* node = ask(key, toml::node_type::string, "a text in quotes");
    if (!node) return std::nullopt;
    return node->value<std::string>();
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const std::string wanted = fmt::format("a whole number from {} to {}", least, most);
    const toml::node* node = ask(key, toml::node_type::integer, wanted);
    if (!node) return std::nullopt;
    const std::int64_t number = node->value<std::int64_t>().value_or(least);
    if (number >= least && number <= most) return number;
    refuse(key, fmt::format("'{}' must be {}, not {}", key, wanted, number));
    return std::nullopt;
}

std::optional<double> TableReader::probability(std::string_view key) {
    const toml::node* node = ask(key);
    if (!node) return std::nullopt;
    const auto number = node->is_number() ? node->value<double>() : std::nullopt;
    if (number && *number >= 0.0 && *number <= 1.0) return number;
    refuse(key, fmt::format("'{}' must be a probability from 0.0 to 1.0", key));
    return std::nullopt;
}

std::optional<std::size_t> TableReader::choice(std::string_view key, std::span<const std::string_view> allowed) {
    const auto word = text(key);
    if (!word) return std::nullopt;
    const auto found = std::ranges::find(allowed, *word);
    if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
    refuse(key, fmt::format("'{}' must be one of {}, not '{}'", key, fmt::join(allowed, ", "), *word));
    return std::nullopt;
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    const toml::node* node = ask(key, toml::node_type::table, "a table");
    if (!node) return std::nullopt;
    return TableReader(*node->as_table(), *errors_,
                       path_.empty() ? fmt::format("[{}]", key) : fmt::format("'{}'", key));
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    const std::string inside = path_.starts_with("[[") ? path_.substr(2, path_.size() - 4) + "." : "";
    const std::string path = fmt::format("[[{}{}]]", inside, key);
    const toml::node* node = ask(key);
    std::vector<TableReader> readers;
    if (!node) return readers;
    if (!node->is_array_of_tables()) {
        refuse(key, fmt::format("'{}' must be tables, written as {}", key, path));
        return readers;
    }
    for (const toml::node& element : *node->as_array()) readers.emplace_back(*element.as_table(), *errors_, path);
    return readers;
}

std::vector<std::string> TableReader::keys() const {
    std::vector<const toml::key*> in_order;
    for (const auto& [key, value] : *table_) in_order.push_back(&key);
    std::ranges::sort(in_order, [](const toml::key* a, const toml::key* b) {
        const auto place = [](const toml::key* key) {
            return std::pair(key->source().begin.line, key->source().begin.column);
        };
        return place(a) < place(b);
    });
    std::vector<std::string> names;
    for (const toml::key* key : in_order) names.emplace_back(key->str());
    return names;
}

bool TableReader::has(std::string_view key) { return ask(key) != nullptr; }

void TableReader::refuse(std::string_view key, std::string_view what) {
    const toml::node* node = table_->get(key);
    errors_->add(node ? node->source() : table_->source(), what);
}

void TableReader::finish() {
    for (const std::string& key : keys()) {
        if (std::ranges::find(asked_, key) != asked_.end()) continue;
        const std::vector<std::string_view> known(asked_.begin(), asked_.end());
        refuse(key,
               fmt::format("unknown key '{}'{}{}{}", key, path_.empty() ? "" : " in ", path_, suggestion(key, known)));
    }
}

}  // namespace jig::board
