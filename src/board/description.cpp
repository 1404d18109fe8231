// SPDX-License-Identifier: Apache-2.0
#include "board/description.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <ranges>
#include <set>

#include "board/board_table.hpp"
#include "board/device_table.hpp"
#include "board/table_reader.hpp"

namespace jig::board {
namespace {

// A bench file is typed by people: a megabyte is no bench file, and 64 boards are more than one process serves.
constexpr std::size_t longest_file_bytes = 1 << 20;
constexpr std::size_t most_boards = 64;
// toml++ recurses once for each dot of a key; enough of them in one line would exhaust the stack. "../" has two.
constexpr std::ptrdiff_t most_dots_in_a_line = 32;

Result<void> check_dots(std::string_view text, const std::string& name) {
    std::size_t number = 1;
    for (const auto line : std::views::split(text, '\n')) {
        if (std::ranges::count(line, '.') > most_dots_in_a_line) {
            return fail(ErrorKind::bad_file, fmt::format("{}:{}: more than {} dots in one line; no bench file nests so "
                                                         "deep",
                                                         name, number, most_dots_in_a_line));
        }
        ++number;
    }
    return {};
}

Result<toml::table> parse_toml(std::string_view text, const std::string& name) {
    try {
        return toml::parse(text, name);
    } catch (const toml::parse_error& error) {
        return fail(ErrorKind::bad_file,
                    fmt::format("{}:{}: {}", name, error.source().begin.line, error.description()));
    }
}

// What two boards of one bench may not share: a name, a port, a socket or pty path.
void refuse_shared(TableReader& reader, std::string_view key, const std::string& value, std::set<std::string>& seen) {
    if (seen.insert(value).second) return;
    reader.refuse(key, fmt::format("another board has the {} '{}' already", key, value));
}

struct Taken {
    std::set<std::string> names, ports, paths;
};

void refuse_shared(TableReader& reader, const BoardDescription& board, Taken& taken) {
    refuse_shared(reader, "name", board.name, taken.names);
    const std::pair<std::string_view, const std::optional<std::uint16_t>&> ports[] = {
        {"cmsis_dap_port", board.cmsis_dap_port},
        {"bitbang_port", board.bitbang_port},
    };
    for (const auto& [key, port] : ports) {
        if (port && *port != 0) refuse_shared(reader, key, std::to_string(*port), taken.ports);
    }
    const std::pair<std::string_view, const std::optional<std::filesystem::path>&> paths[] = {
        {"usb_socket", board.usb_socket},
        {"dap_socket", board.dap_socket},
        {"buspirate", board.buspirate},
        {"uart", board.uart},
    };
    for (const auto& [key, path] : paths) {
        if (path) refuse_shared(reader, key, path->string(), taken.paths);
    }
}

void read_boards(TableReader& top, BenchDescription& bench) {
    std::vector<TableReader> tables = top.tables("board");
    if (tables.empty()) top.refuse("", "no board is described; write at least [[board]] with name and part");
    if (tables.size() > most_boards) {
        tables[most_boards].refuse("", fmt::format("more than {} boards in one bench", most_boards));
        return;
    }
    Taken taken;
    for (TableReader& table : tables) {
        bench.boards.push_back(read_board(table, bench.file.parent_path()));
        refuse_shared(table, bench.boards.back(), taken);
    }
}

}  // namespace

const BoardDescription* BenchDescription::find(std::string_view name) const {
    const auto found = std::ranges::find(boards, name, &BoardDescription::name);
    return found == boards.end() ? nullptr : &*found;
}

Result<BenchDescription> parse_bench(std::string_view text, const std::filesystem::path& file) {
    const std::string name = file.string();
    if (text.size() > longest_file_bytes) {
        return fail(ErrorKind::bad_file,
                    fmt::format("{}: {} bytes; a bench file has at most {}", name, text.size(), longest_file_bytes));
    }
    TRY(check_dots(text, name));
    TRY_ASSIGN(const toml::table root, parse_toml(text, name));
    FileErrors errors(name);
    TableReader top(root, errors, "");
    BenchDescription bench;
    bench.file = std::filesystem::absolute(file).lexically_normal();
    bench.state = (bench.file.parent_path() / top.text("state").value_or("state")).lexically_normal();
    read_boards(top, bench);
    if (auto serve = top.table("serve")) {
        if (const auto port = serve->integer("stlink_tcp", 0, UINT16_MAX)) {
            bench.stlink_tcp = static_cast<std::uint16_t>(*port);
        }
        serve->finish();
    }
    top.finish();
    TRY(errors.result());
    return bench;
}

Result<BenchDescription> load_bench(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail(ErrorKind::bad_file, fmt::format("{}: cannot be opened as a bench file", file.string()));
    }
    std::string text;
    text.resize(longest_file_bytes + 1);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return fail(ErrorKind::bad_file, fmt::format("{}: reading it failed", file.string()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    TRY_ASSIGN(BenchDescription bench, parse_bench(text, file));
    for (BoardDescription& board : bench.boards) TRY(load_device_contents(board));
    return bench;
}

}  // namespace jig::board
