// SPDX-License-Identifier: Apache-2.0
// A pty forgets the parity it was set to, and stm32flash insists on reading its settings back. This remembers what a
// program last set, and answers with it.
#include <dlfcn.h>
#include <termios.h>

#include <map>
#include <mutex>

namespace {

struct Remembered {
    std::mutex mutex;
    std::map<int, termios> settings;
};

Remembered& remembered() {
    static Remembered all;
    return all;
}

}  // namespace

extern "C" int tcsetattr(int fd, int actions, const termios* settings) noexcept {
    const auto original = reinterpret_cast<decltype(&tcsetattr)>(dlsym(RTLD_NEXT, "tcsetattr"));
    const int result = original(fd, actions, settings);
    if (result == 0) {
        const std::lock_guard lock(remembered().mutex);
        remembered().settings[fd] = *settings;
    }
    return result;
}

extern "C" int tcgetattr(int fd, termios* settings) noexcept {
    const auto original = reinterpret_cast<decltype(&tcgetattr)>(dlsym(RTLD_NEXT, "tcgetattr"));
    const int result = original(fd, settings);
    const std::lock_guard lock(remembered().mutex);
    const auto found = remembered().settings.find(fd);
    if (result == 0 && found != remembered().settings.end()) *settings = found->second;
    return result;
}
