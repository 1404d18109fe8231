// SPDX-License-Identifier: Apache-2.0
#include "faulty_serial.hpp"

#include <algorithm>

namespace jig::host {
namespace {

class FaultySerial final : public port::SerialPort {
 public:
    FaultySerial(std::unique_ptr<port::SerialPort> inner, const SerialFaults& faults)
        : inner_(std::move(inner)), faults_(faults), random_(faults.seed) {}

    Result<void> write(ByteView data, Duration timeout) override { return inner_->write(spoiled(data), timeout); }

    Result<std::size_t> read(MutableByteView out, Duration timeout) override {
        while (true) {
            TRY_ASSIGN(const std::size_t count, inner_->read(out, timeout));
            const Bytes bytes = spoiled(out.first(count));
            std::ranges::copy(bytes, out.begin());
            if (!bytes.empty()) return bytes.size();
        }
    }

    Result<void> set_baud(std::uint32_t baud, port::Parity parity) override {
        baud_ = baud;
        return inner_->set_baud(baud, parity);
    }
    Result<void> set_lines(bool dtr, bool rts) override { return inner_->set_lines(dtr, rts); }

 private:
    Bytes spoiled(ByteView data) {
        Bytes bytes;
        if (faults_.highest_baud != 0 && baud_ > faults_.highest_baud) return bytes;
        for (const std::uint8_t byte : data) {
            if (random_.chance(faults_.lost)) continue;
            const bool changed = random_.chance(faults_.changed);
            bytes.push_back(changed ? static_cast<std::uint8_t>(byte ^ 1U << random_.below(8)) : byte);
        }
        return bytes;
    }

    std::unique_ptr<port::SerialPort> inner_;
    SerialFaults faults_;
    Random random_;
    std::uint32_t baud_ = 0;
};

}  // namespace

Result<std::unique_ptr<port::SerialPort>> FaultyPorts::open_serial(const std::string& path) {
    TRY_ASSIGN(std::unique_ptr<port::SerialPort> port, inner_->open_serial(path));
    return std::make_unique<FaultySerial>(std::move(port), faults_);
}

}  // namespace jig::host
