// SPDX-License-Identifier: Apache-2.0
#include "accident.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <iterator>

#include "base/random.hpp"
#include "clone/in_flight.hpp"
#include "clone/restore.hpp"
#include "image/archive.hpp"
#include "job_bench.hpp"

namespace jig::job {
namespace {

constexpr std::size_t firmware_bytes = 48 * 1024;  // enough to hold the record and to last a while
constexpr unsigned most_runs = 6;
constexpr double contact_noise = 1e-4;

// Everything one accident works on.
struct Scene {
    explicit Scene(std::uint64_t seed)
        : random(seed),
          old_content(firmware(firmware_bytes, random.next())),
          new_content(firmware(firmware_bytes, random.next())),
          bench(new_content, old_content),
          order(order_for(bench)) {}

    Random random;
    Bytes old_content;
    Bytes new_content;
    JobBench bench;
    clone::CloneOrder order;
    image::BoardArchive golden;
    AccidentOutcome outcome;

    void expect(bool holds, std::string sentence) {
        if (!holds) outcome.broken.push_back(std::move(sentence));
    }
};

std::string faults_of(AccidentKind kind, std::uint64_t seed, Random& random) {
    switch (kind) {
        case AccidentKind::kill: return "";
        case AccidentKind::unplug:
            // A run moves about seven hundred thousand bytes.
            return fmt::format("faults = {{ seed = {}, usb_unplug_at = {} }}", seed, random.below(700'000));
        case AccidentKind::power:
            // One in four hits an erase or an option byte, where half-words never come.
            switch (random.below(8)) {
                case 0: return fmt::format("faults = {{ seed = {}, power_cut_at_erase = 0 }}", seed);
                case 1: return fmt::format("faults = {{ seed = {}, power_cut_at_option = {} }}", seed, random.below(9));
                default:
                    return fmt::format("faults = {{ seed = {}, power_cut_at = {} }}", seed,
                                       random.below(firmware_bytes / 2));
            }
        case AccidentKind::noise: return fmt::format("faults = {{ seed = {}, contact = {} }}", seed, contact_noise);
    }
    return "";
}

Result<void> one_run(Scene& scene) {
    clone::Report report;
    return clone_to_target(scene.bench, scene.golden, scene.order, report);
}

// Lets the program itself clone, and kills it after a time drawn from the seed.
void run_and_kill(Scene& scene, const std::filesystem::path& jig) {
    const std::string archive = (scene.bench.folder() / "golden.jig").string();
    if (const Result<void> written = image::write_archive(scene.golden, archive); !written) {
        return scene.expect(false, written.error().what);
    }
    const std::string probe = "bench:" + scene.bench.file().string() + "/target";
    const std::string backups = scene.bench.backups().string();
    const timespec pause{0, static_cast<long>(scene.random.below(600'000'000))};
    const pid_t child = ::fork();
    if (child == 0) {
        const int null = ::open("/dev/null", O_WRONLY);
        ::dup2(null, 1);
        ::dup2(null, 2);
        ::execl(jig.c_str(), "jig", "clone", archive.c_str(), "-p", probe.c_str(), "--keep", "0x08007000:12",
                "--backup", backups.c_str(), nullptr);
        ::_exit(127);
    }
    ::nanosleep(&pause, nullptr);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    scene.outcome.interrupted = WIFSIGNALED(status) || WEXITSTATUS(status) != 0;
    scene.expect(WIFSIGNALED(status) || WEXITSTATUS(status) != 127, jig.string() + " could not be started");
    if (scene.outcome.interrupted) scene.outcome.first_error = "killed";
}

std::vector<std::filesystem::path> backups_of(const Scene& scene) {
    std::vector<std::filesystem::path> files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(scene.bench.backups(), none)) {
        if (entry.path().extension() == ".jig") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

bool holds_old_content(const Scene& scene, const image::BoardArchive& archive) {
    return archive.flash.read({0x08000000, flash_bytes}) == scene.old_content;
}

void check_backups(Scene& scene) {
    const std::vector<std::filesystem::path> files = backups_of(scene);
    bool old_is_there = files.empty();
    for (const std::filesystem::path& file : files) {
        const auto archive = image::read_archive(file);
        scene.expect(archive.has_value(), archive ? "" : "a backup is not whole: " + archive.error().what);
        if (!archive || archive->has_mark(clone::half_written)) continue;
        old_is_there |= holds_old_content(scene, *archive);
    }
    scene.expect(old_is_there, "no backup holds what the target held");
}

// What was on the target before the accident, for a restore; nothing when no run came as far as a backup.
Result<std::optional<image::BoardArchive>> find_old_backup(const Scene& scene) {
    for (const std::filesystem::path& file : backups_of(scene)) {
        TRY_ASSIGN(image::BoardArchive archive, image::read_archive(file));
        if (!archive.has_mark(clone::half_written)) return std::optional(std::move(archive));
    }
    return std::optional<image::BoardArchive>();
}

// A board that was never opened has no state yet.
bool target_is_as_it_was(const Scene& scene) {
    const Bytes flash = scene.bench.stored("target", "flash.bin");
    return flash.empty() || flash == scene.old_content;
}

// The same seed would flip the same bits of the same transfers in each run, which no contact does.
void draw_noise_anew(Scene& scene) {
    const std::uint32_t seed = scene.random.below(1'000'000);
    scene.bench.describe_target(faults_of(AccidentKind::noise, seed, scene.random));
}

void run_until_it_passes(Scene& scene, AccidentKind kind) {
    std::string last = scene.outcome.first_error;
    while (scene.outcome.runs < most_runs) {
        ++scene.outcome.runs;
        if (kind == AccidentKind::noise) draw_noise_anew(scene);
        const Result<void> done = one_run(scene);
        if (done) return;
        last = done.error().what;
    }
    scene.expect(false, "no run passes; the last one said: " + last);
}

void check_copy(Scene& scene) {
    Bytes expected = scene.new_content;
    const Bytes record = record_of(scene.old_content);
    std::ranges::copy(record, expected.begin() + (record_range.start - 0x08000000));
    scene.expect(scene.bench.stored("target", "flash.bin") == expected,
                 "the target does not hold the image with its own record");
    const Bytes options = scene.bench.stored("target", "option_bytes.bin");
    scene.expect(std::ranges::equal(options, *scene.golden.option_bytes),
                 "the option bytes are not the golden board's");
}

// Puts the old content back; protection left by the accident may need one more power cycle.
void restore_old_content(Scene& scene, AccidentKind kind) {
    const auto backup = find_old_backup(scene);
    if (!backup) return scene.expect(false, backup.error().what);
    if (!*backup) {
        return scene.expect(target_is_as_it_was(scene), "there is no backup, and the target is not as it was");
    }
    clone::CloneOrder order = scene.order;
    order.policy.keep.clear();
    std::string last;
    for (unsigned tries = 0; tries < most_runs; ++tries) {
        if (kind == AccidentKind::noise) draw_noise_anew(scene);
        const auto target = open_board(scene.bench, "target");
        if (!target) {
            last = target.error().what;
            continue;
        }
        SilentProgress progress;
        clone::Report report;
        const Result<void> done = clone::restore_board(**backup, *target->connected, order, progress, report);
        if (done) {
            return scene.expect(target_is_as_it_was(scene), "the restored target is not as it was");
        }
        last = done.error().what;
    }
    scene.expect(false, "no restore passes; the last one said: " + last);
}

void interrupt(Scene& scene, AccidentKind kind, std::uint64_t seed, const std::filesystem::path& jig) {
    scene.outcome.runs = 1;
    if (kind == AccidentKind::kill) return run_and_kill(scene, jig);
    scene.bench.describe_target(faults_of(kind, seed, scene.random));
    const Result<void> done = one_run(scene);
    scene.outcome.interrupted = !done;
    if (!done) scene.outcome.first_error = done.error().what;
    // Noise is a property of the contacts, and stays; the other accidents happen once.
    if (kind != AccidentKind::noise) scene.bench.describe_target("");
}

}  // namespace

Result<AccidentKind> parse_accident_kind(std::string_view word) {
    if (word == "kill") return AccidentKind::kill;
    if (word == "unplug") return AccidentKind::unplug;
    if (word == "power") return AccidentKind::power;
    if (word == "noise") return AccidentKind::noise;
    return fail(ErrorKind::usage, fmt::format("'{}' is no kind of accident; write kill, unplug, power or noise", word));
}

AccidentOutcome run_accident(AccidentKind kind, std::uint64_t seed, const std::filesystem::path& jig) {
    Scene scene(seed);
    Result<image::BoardArchive> golden = capture_golden(scene.bench);
    if (!golden) {
        scene.expect(false, "the golden board cannot be captured: " + golden.error().what);
        return scene.outcome;
    }
    scene.golden = std::move(*golden);
    interrupt(scene, kind, seed, jig);
    check_backups(scene);
    if (scene.outcome.interrupted && seed % 2 == 0) {
        restore_old_content(scene, kind);
    } else {
        if (scene.outcome.interrupted) run_until_it_passes(scene, kind);
        check_copy(scene);
    }
    check_backups(scene);
    return scene.outcome;
}

}  // namespace jig::job
