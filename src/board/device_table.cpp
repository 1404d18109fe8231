// SPDX-License-Identifier: Apache-2.0
#include "board/device_table.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <fstream>

#include "board/table_values.hpp"

namespace jig::board {
namespace {

using namespace std::string_view_literals;
using machine::Pin;

constexpr std::size_t most_devices = 16;          // of one kind on one board
constexpr std::int64_t largest_flash = 16 << 20;  // what three address bytes reach
constexpr std::int64_t largest_eeprom = 65536;    // what two reach
constexpr std::int64_t largest_page = 256;

constexpr std::array kinds = {"spi-flash"sv, "i2c-eeprom"sv};

// Where a bus lies on the pads, RM0008 9.3.9 to 9.3.11 and the pinout of the datasheet; the first row of a bus is the
// one without remap.
struct SpiRow {
    unsigned bus;
    SpiPins pins;
};
constexpr SpiRow spi_rows[] = {
    {1, {{'A', 5}, {'A', 7}, {'A', 6}}}, {1, {{'B', 3}, {'B', 5}, {'B', 4}}},    {2, {{'B', 13}, {'B', 15}, {'B', 14}}},
    {3, {{'B', 3}, {'B', 5}, {'B', 4}}}, {3, {{'C', 10}, {'C', 12}, {'C', 11}}},
};
struct I2cRow {
    unsigned bus;
    I2cPins pins;
};
constexpr I2cRow i2c_rows[] = {{1, {{'B', 6}, {'B', 7}}}, {1, {{'B', 8}, {'B', 9}}}, {2, {{'B', 10}, {'B', 11}}}};
constexpr std::array spi_names = {"SPI1"sv, "SPI2"sv, "SPI3"sv};
constexpr std::array i2c_names = {"I2C1"sv, "I2C2"sv};

Pin read_pin(TableReader& table, std::string_view key, std::string_view example) {
    const auto text = table.text(key);
    const auto pin = text ? parse_pin(*text) : std::nullopt;
    if (!pin) table.refuse(key, fmt::format("'{}' must be a pin, PA0 to PG15, as {} = \"{}\"", key, key, example));
    return pin.value_or(Pin{});
}

SpiPins read_pins(TableReader& table, const SpiPins& example) {
    const auto name = [](Pin pin) { return fmt::format("P{}{}", pin.port, pin.number); };
    return {.sck = read_pin(table, "sck", name(example.sck)),
            .mosi = read_pin(table, "mosi", name(example.mosi)),
            .miso = read_pin(table, "miso", name(example.miso))};
}

I2cPins read_pins(TableReader& table, const I2cPins&) {
    return {.scl = read_pin(table, "scl", "PB6"), .sda = read_pin(table, "sda", "PB7")};
}

// A device hangs on a bus of the chip, and then on its pins too, or on pins, and then on the buses that have them.
template <typename Rows, typename Names, typename Place>
void read_wiring(TableReader& table, const Rows& rows, const Names& names, Place& place) {
    const auto bus = table.choice("bus", names);
    auto pins = table.table("pins");
    if (bus.has_value() == pins.has_value())
        return table.refuse("bus", fmt::format("a device needs either 'bus', as bus = \"{}\", or 'pins'", names[0]));
    if (pins) {
        place.pins = read_pins(*pins, std::begin(rows)->pins);
        pins->finish();
    }
    for (const auto& row : rows) {
        if (bus && row.bus == *bus + 1 && place.buses.empty()) {
            place.buses = {row.bus};
            place.pins = row.pins;
        }
        if (pins && row.pins == place.pins) place.buses.push_back(row.bus);
    }
}

std::size_t read_size(TableReader& table, std::int64_t least, std::int64_t most, std::size_t otherwise) {
    const auto size = table.integer("size", least, most);
    if (size && !std::has_single_bit(static_cast<std::uint64_t>(*size)))
        table.refuse("size", fmt::format("'size' must be a power of two in bytes, not {}", *size));
    return size && std::has_single_bit(static_cast<std::uint64_t>(*size)) ? static_cast<std::size_t>(*size) : otherwise;
}

std::optional<std::filesystem::path> read_contents(TableReader& table, const std::filesystem::path& folder) {
    const auto text = table.text("contents");
    if (!text) return std::nullopt;
    if (text->empty() || text->contains('\0')) table.refuse("contents", "'contents' must name a file");
    return (folder / *text).lexically_normal();
}

void read_spi_flash(TableReader& table, BoardDescription& board, const std::filesystem::path& folder) {
    SpiFlashDescription flash;
    read_wiring(table, spi_rows, spi_names, flash);
    flash.select = read_pin(table, "select", "PA4");
    if (const auto jedec = read_hex<3>(table, "jedec")) flash.config.jedec = *jedec;
    const std::string own_name = fmt::format("{}/spi-flash-{}", board.name, board.devices.spi_flashes.size());
    flash.config.unique_id = read_hex<8>(table, "unique_id").value_or(bytes_of_name<8>(own_name));
    const unsigned capacity = flash.config.jedec[2];
    const bool usual = capacity >= 8 && capacity <= 24;  // the base-2 logarithm of the bytes
    flash.config.size = read_size(table, 256, largest_flash, usual ? std::size_t{1} << capacity : 4 << 20);
    flash.contents_file = read_contents(table, folder);
    board.devices.spi_flashes.push_back(std::move(flash));
}

void read_i2c_eeprom(TableReader& table, BoardDescription& board, const std::filesystem::path& folder) {
    I2cEepromDescription eeprom;
    read_wiring(table, i2c_rows, i2c_names, eeprom);
    // The upper four bits are the kind of device, 1010; the rest are its address pins.
    eeprom.config.address = static_cast<std::uint8_t>(table.integer("address", 0x50, 0x57).value_or(0x50));
    eeprom.config.size = read_size(table, 128, largest_eeprom, 256);
    const auto page = table.integer("page", 1, largest_page);
    if (page && !std::has_single_bit(static_cast<std::uint64_t>(*page)))
        table.refuse("page", fmt::format("'page' must be a power of two in bytes, not {}", *page));
    eeprom.config.page = page ? std::bit_floor(static_cast<std::size_t>(*page)) : usual_eeprom_page(eeprom.config.size);
    eeprom.contents_file = read_contents(table, folder);
    board.devices.i2c_eeproms.push_back(std::move(eeprom));
}

Result<Contents> load(const std::filesystem::path& file, std::size_t most) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return fail(ErrorKind::bad_file, fmt::format("{}: cannot be opened as contents of a device", file.string()));
    std::vector<std::uint8_t> bytes(most + 1);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (stream.bad()) return fail(ErrorKind::bad_file, fmt::format("{}: reading it failed", file.string()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > most)
        return fail(ErrorKind::bad_file,
                    fmt::format("{}: the device has {} bytes and the file more; give the device its 'size'",
                                file.string(), most));
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
}

template <typename Devices>
Result<void> load_all(Devices& devices) {
    for (auto& device : devices) {
        if (!device.contents_file) continue;
        TRY_ASSIGN(device.contents, load(*device.contents_file, device.config.size));
    }
    return {};
}

}  // namespace

void read_devices(TableReader& board_table, BoardDescription& board, const std::filesystem::path& folder) {
    std::vector<TableReader> tables = board_table.tables("device");
    if (tables.size() > most_devices) {
        tables[most_devices].refuse("", fmt::format("more than {} devices on one board", most_devices));
        return;
    }
    for (TableReader& table : tables) {
        const auto kind = table.choice("kind", kinds);
        if (!kind) {
            table.refuse("kind", "a [[board.device]] needs a 'kind', as kind = \"spi-flash\"");
            continue;
        }
        if (kinds[*kind] == "spi-flash") {
            read_spi_flash(table, board, folder);
        } else {
            read_i2c_eeprom(table, board, folder);
        }
        table.finish();
    }
}

Result<void> load_device_contents(BoardDescription& board) {
    TRY(load_all(board.devices.spi_flashes));
    return load_all(board.devices.i2c_eeproms);
}

}  // namespace jig::board
