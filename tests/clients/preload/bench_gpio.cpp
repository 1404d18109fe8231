// SPDX-License-Identifier: Apache-2.0
// A GPIO chip named "bench" whose three lines - SWCLK, SWDIO, nRST - are a board's debug pins: the part of libgpiod 1.6
// that OpenOCD's linuxgpiod driver and jig's own use, spoken to the board as OpenOCD's remote_bitbang characters.
// $BENCH_GPIO is the port that `jig bench serve` names for the board's bitbang endpoint, on this machine.
#include <gpiod.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

enum Offset : unsigned { swclk = 0, swdio = 1, nrst = 2, lines = 3 };

struct gpiod_line {
    gpiod_chip* chip = nullptr;
    Offset offset = swclk;
    bool requested = false;
    bool output = false;
    bool active_low = false;
    bool high = true;  // on the pin
};

struct gpiod_chip {
    int fd = -1;
    int opened = 0;
    std::string unsent{};
    std::array<gpiod_line, lines> line{};
};

namespace {

constexpr std::size_t most_unsent = 4096;

bool flush(gpiod_chip& chip) {
    std::string_view rest = chip.unsent;
    while (!rest.empty()) {
        const ssize_t sent = ::send(chip.fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    chip.unsent.clear();
    return true;
}

// The character for what the line has become. Changes of the clock wait for company; a reset is felt at once.
int tell(gpiod_line& line) {
    gpiod_chip& chip = *line.chip;
    const auto level = [&](Offset offset) { return chip.line[offset].high ? 1 : 0; };
    if (line.offset == nrst) {
        const bool low = line.output && !line.high;
        chip.unsent += low ? 's' : 'r';
        return flush(chip) ? 0 : -1;
    }
    if (line.offset == swdio) chip.unsent += line.output ? 'O' : 'o';
    chip.unsent += static_cast<char>('d' + 2 * level(swclk) + level(swdio));
    return chip.unsent.size() < most_unsent || flush(chip) ? 0 : -1;
}

int set(gpiod_line& line, int value) {
    line.high = (value != 0) != line.active_low;
    return tell(line);
}

int get(const gpiod_line& line, bool high) { return high != line.active_low ? 1 : 0; }

int request(gpiod_line* line, bool output, int flags, int value) {
    if (line->requested) {
        errno = EBUSY;
        return -1;
    }
    line->requested = true;
    line->output = output;
    line->active_low = (flags & GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW) != 0;
    return set(*line, value);
}

int turn(gpiod_line* line, bool output, int value) {
    line->output = output;
    return set(*line, value);
}

// OpenOCD opens the chip once for each of its lines; the bench has one wire.
gpiod_chip*& the_chip() {
    static gpiod_chip* chip = nullptr;
    return chip;
}

gpiod_chip* connected_chip() {
    const char* port = std::getenv("BENCH_GPIO");
    errno = ENOENT;
    if (port == nullptr) return nullptr;
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (fd >= 0) ::close(fd);
        return nullptr;
    }
    auto* chip = new gpiod_chip{.fd = fd};
    for (unsigned offset = 0; offset < lines; ++offset)
        chip->line[offset] = {.chip = chip, .offset = static_cast<Offset>(offset)};
    return chip;
}

gpiod_chip* open_bench() {
    gpiod_chip*& chip = the_chip();
    if (chip == nullptr) chip = connected_chip();
    if (chip != nullptr) ++chip->opened;
    return chip;
}

}  // namespace

extern "C" {

gpiod_chip* gpiod_chip_open_by_number(unsigned num) {
    errno = ENOENT;
    return num == 0 ? open_bench() : nullptr;
}

gpiod_chip* gpiod_chip_open_lookup(const char* descr) {
    errno = ENOENT;
    return descr == std::string_view("bench") ? open_bench() : nullptr;
}

void gpiod_chip_close(gpiod_chip* chip) {
    if (--chip->opened != 0) return;
    the_chip() = nullptr;
    chip->unsent += "rQ";
    flush(*chip);
    ::close(chip->fd);
    delete chip;
}

unsigned gpiod_chip_num_lines(gpiod_chip*) { return lines; }

gpiod_line* gpiod_chip_get_line(gpiod_chip* chip, unsigned offset) {
    errno = EINVAL;
    return offset < lines ? &chip->line[offset] : nullptr;
}

unsigned gpiod_line_offset(gpiod_line* line) { return line->offset; }

int gpiod_line_request(gpiod_line* line, const gpiod_line_request_config* config, int default_val) {
    return request(line, config->request_type == GPIOD_LINE_REQUEST_DIRECTION_OUTPUT, config->flags, default_val);
}
int gpiod_line_request_input(gpiod_line* line, const char*) { return request(line, false, 0, 1); }
int gpiod_line_request_output(gpiod_line* line, const char*, int value) { return request(line, true, 0, value); }
int gpiod_line_request_output_flags(gpiod_line* line, const char*, int flags, int value) {
    return request(line, true, flags, value);
}

void gpiod_line_release(gpiod_line* line) { line->requested = false; }

int gpiod_line_set_direction_input(gpiod_line* line) { return turn(line, false, 1); }
int gpiod_line_set_direction_output(gpiod_line* line, int value) { return turn(line, true, value); }

int gpiod_line_set_value(gpiod_line* line, int value) { return set(*line, value); }

int gpiod_line_get_value(gpiod_line* line) {
    gpiod_chip& chip = *line->chip;
    if (line->offset != swdio) return get(*line, line->high);
    chip.unsent += 'c';
    char answer = 0;
    if (!flush(chip) || ::recv(chip.fd, &answer, 1, MSG_WAITALL) != 1) return -1;
    return get(*line, answer == '1');
}
}
