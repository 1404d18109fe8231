# SPDX-License-Identifier: Apache-2.0
"""One run of the comparison: which job each program does, in which order, and what came out."""
import dataclasses
import os

from comparison import floors, images, programs

VIRTUAL_PROBES = ("stlink-v2", "cmsis-dap-v2")


@dataclasses.dataclass
class Job:
    """One thing that all programs did."""
    name: str
    runs: dict  # program -> programs.Run
    flash_floor: float
    reads: int  # of the whole flash that the job must contain

    @property
    def floor(self):
        return self.flash_floor + self.reads * floors.stlink_read(images.FLASH_BYTES)


@dataclasses.dataclass
class Results:
    jobs: list
    again_crc: programs.Run  # two pages changed, by jig with --verify crc, the backup there already
    reads: dict  # probe -> programs.Run of jig reading 256 KB in its own process
    one: programs.Run  # jig on one board ...
    gang: programs.Run  # ... and on all of the gang at once
    gang_size: int
    bench_cpu: float  # of the bench while the gang ran
    late: float = 0.0

    def job(self, name):
        return next(job for job in self.jobs if job.name == name)


def cpu_seconds_of(process):
    fields = open(f"/proc/{process.pid}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Comparison:
    def __init__(self, folder, pack, gang):
        self.folder, self.gang = folder, gang
        self.old = pack("old", images.random_image(1))
        self.random = pack("random", images.random_image(2))
        self.changed = pack("changed", images.with_changed_pages(images.random_image(2)))
        self.real = pack("real", images.real_looking_image(3))

    def run_on(self, bench):
        tcp = f"stlink-tcp:127.0.0.1:{bench.port}"
        jig = programs.Jig(self.folder, f"{tcp}/0")
        peers = [programs.OpenOcd(bench, self.folder, "openocd"), programs.StFlash(bench, self.folder, "st-flash")]
        jobs = [self.job("random", self.random, jig, peers, floors.whole_chip(self.random.read_bytes()), 1),
                Job("read", {p.name: p.read(self.random) for p in (jig, *peers)}, 0, 1)]
        pages = floors.pages(self.changed.read_bytes(), images.CHANGED_PAGES)
        jobs.append(self.job("two pages", self.changed, jig, peers, pages, 1))
        jig.write(self.random)  # leaves a backup of what the next one goes over
        jig.write(self.changed)
        jig.write(self.random)
        again_crc = jig.write(self.changed, verify="crc")
        jobs.append(self.job("60 % erased", self.real, jig, peers, floors.whole_chip(self.real.read_bytes()), 1))
        return Results(jobs, again_crc, self.reads(), **self.gangs(bench, tcp))

    @staticmethod
    def job(name, image, jig, peers, floor, reads):
        return Job(name, {program.name: program.write(image) for program in (jig, *peers)}, floor, reads)

    def reads(self):
        """On boards in jig's own process, whose clock knows nothing of how busy this machine is."""
        (self.folder / "virtual.toml").write_text('state = "virtual"\n' + "".join(
            f'[[board]]\nname = "{probe}"\npart = "STM32F103RC"\nflash = "old.bin"\nprobe = "{probe}"\n'
            for probe in VIRTUAL_PROBES))
        return {probe: programs.Jig(self.folder, f"bench:{self.folder}/virtual.toml/{probe}").read(self.old)
                for probe in VIRTUAL_PROBES}

    def gangs(self, bench, tcp):
        probes = [f"{tcp}/{3 + i}" for i in range(len(self.gang))]
        jig = programs.Jig(self.folder, probes[0])
        one = jig.write(self.random)
        jig.write(self.old)  # as it was
        before = cpu_seconds_of(bench.process)
        words = [word for probe in probes for word in ("-p", probe)]
        gang = jig.run("clone", self.random.with_suffix(".jig"), *words, "--backup", self.folder / "backups")
        return {"one": one, "gang": gang, "gang_size": len(self.gang), "bench_cpu": cpu_seconds_of(bench.process) - before}
