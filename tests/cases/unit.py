# SPDX-License-Identifier: Apache-2.0
"""One board of a case: what its chip holds and what stands around it, and how that becomes an archive."""
import copy
import dataclasses

FLASH = 0x08000000


@dataclasses.dataclass
class Unit:
    part: str
    uid: bytes
    lamps: dict
    flash: bytearray
    flash_kb: int = 256
    rdp: int = 0xA5
    user: int = 0xFF
    data: tuple = (0xFF, 0xFF)
    wrp: int = 0xFFFFFFFF
    backup: dict = dataclasses.field(default_factory=dict)
    pins: dict = dataclasses.field(default_factory=dict)
    crystal: dict = dataclasses.field(default_factory=dict)
    silicon: str = "st"
    boot0: str = "low"
    spi_flash: dict = dataclasses.field(default_factory=dict)  # unique_id, contents; empty: none is fitted

    def place(self, address, content):
        assert FLASH <= address and address + len(content) <= FLASH + len(self.flash), hex(address)
        self.flash[address - FLASH:address - FLASH + len(content)] = content

    def word(self, address, value):
        self.place(address, value.to_bytes(4, "little"))

    def read(self, start, end):
        return bytes(self.flash[start - FLASH:end - FLASH])

    def with_uid(self, uid):
        other = copy.deepcopy(self)
        other.uid = uid
        return other

    def option_bytes(self):
        values = [self.rdp, self.user, *self.data, *self.wrp.to_bytes(4, "little")]
        return bytes(byte for value in values for byte in (value, value ^ 0xFF))

    def bench_table(self, name):
        def table(values):
            return "{ " + ", ".join(f"{key} = {value}" for key, value in values.items()) + " }"
        lines = ["[[board]]", f'name = "{name}"', f'part = "{self.part}"', f'uid = "{self.uid.hex()}"',
                 f'option_bytes = "{self.option_bytes().hex()}"', f'silicon = "{self.silicon}"',
                 f'boot0 = "{self.boot0}"', "lamps = " + table({k: f'"{v}"' for k, v in self.lamps.items()})]
        if self.backup:
            lines.append("backup = " + table(self.backup))
        if self.pins:
            lines.append("pins = " + table({k: f'"{v}"' for k, v in self.pins.items()}))
        if self.crystal:
            lines.append("crystal = " + table(self.crystal))
        if self.spi_flash:
            lines += ["[[board.device]]", 'kind = "spi-flash"', 'bus = "SPI1"', 'select = "PA4"',
                      f'unique_id = "{self.spi_flash["unique_id"].hex()}"', f'contents = "{name}-{self.uid.hex()}.mem"']
        return "\n".join(lines) + "\n"


def blank_unit(part, flash_kb, variant):
    return Unit(part=part, uid=variant.golden_uid, lamps=variant.lamps(), flash_kb=flash_kb,
                flash=bytearray(b"\xff" * (flash_kb * 1024)))
