# SPDX-License-Identifier: Apache-2.0
"""What a sibling of a case has other than the case: addresses, keys, lamps, UART, compiler options, unique IDs."""
import dataclasses
import random

OPTIMISE = (("-Os",), ("-O0",), ("-O2",), ("-O3", "-flto"), ("-O1",), ("-O2", "-mslow-flash-data"))
LAMP_PINS = {1: (0, 1, 5, 6, 7, 8, 9), 2: tuple(range(10))}  # by port; PB3 and PB4 belong to JTAG, PB10 to USART3


@dataclasses.dataclass
class Variant:
    key: int
    record: int  # a page of the flash that the program is not in
    image_end: int
    lamp_port: int
    green: int
    red: int
    uart: int
    strap: int
    optimise: tuple
    golden_uid: bytes
    copy_uid: bytes
    random: random.Random

    def lamps(self):
        port = "ABC"[self.lamp_port]
        return {"green": f"P{port}{self.green}", "red": f"P{port}{self.red}"}

    def defines(self):
        return {"KEY": f"0x{self.key:08x}u", "RECORD": f"0x{self.record:08x}u",
                "IMAGE_END": f"0x{self.image_end:08x}u", "LAMP_PORT": self.lamp_port, "GREEN": self.green,
                "RED": self.red, "UART": self.uart, "STRAP": self.strap}


def make_variant(number, seed):
    """The variant of case NUMBER that SEED decides; seed 0 is the corpus itself."""
    chance = random.Random(f"{number}/{seed}")
    port = chance.choice(sorted(LAMP_PINS))
    green, red = chance.sample(LAMP_PINS[port], 2)
    return Variant(key=chance.getrandbits(31) | 0x10000001, record=0x08005000 + 0x1000 * chance.randrange(6),
                   image_end=0x08010000 + 0x1000 * chance.randrange(1, 12), lamp_port=port, green=green, red=red,
                   uart=chance.randrange(1, 4), strap=chance.choice((0, 1, 3, 4, 5, 6, 7, 8)),
                   optimise=OPTIMISE[(number + seed) % len(OPTIMISE)], golden_uid=chance.randbytes(12),
                   copy_uid=chance.randbytes(12), random=chance)
