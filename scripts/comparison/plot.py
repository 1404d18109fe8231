# SPDX-License-Identifier: Apache-2.0
"""The comparison as a picture: bars of seconds, and across each group a line where the floor is."""
from comparison.table import TITLES

WIDTH, LEFT, RIGHT, TOP = 900, 110, 70, 56
BAR, BAR_GAP, GROUP_GAP = 20, 4, 46
COLOURS = {"jig": "#2f6f4f", "OpenOCD": "#8896a5", "st-flash": "#bcc5ce"}
INK, FAINT, FLOOR = "#1f2933", "#d9dee3", "#c0392b"


def text(x, y, words, anchor="start", size=13, colour=INK, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
            f'fill="{colour}">{words}</text>')


def line(x1, y1, x2, y2, colour, dashes=""):
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashed}/>'


def group(job, top, scale):
    """The bars of one job below its title; the parts, and where they end."""
    parts = [text(LEFT, top, TITLES[job.name], weight="bold")]
    y = top + 10
    floor = LEFT + job.floor * scale
    for program, run in job.runs.items():
        length = run.job_seconds * scale
        parts += [text(LEFT - 10, y + BAR - 5, program, "end"),
                  f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{COLOURS[program]}"/>',
                  text(LEFT + length + 8, y + BAR - 5, f"{run.job_seconds:.2f} s")]
        y += BAR + BAR_GAP
    parts += [line(floor, top + 6, floor, y, FLOOR, "5 3")]
    return parts, y


def axis(scale, seconds, bottom):
    parts = []
    for tick in range(0, int(seconds) + 1, 5):
        x = LEFT + tick * scale
        parts += [line(x, TOP - 14, x, bottom, FAINT), text(x, bottom + 18, f"{tick} s", "middle", 12)]
    return parts


def svg(results):
    seconds = max(run.job_seconds for job in results.jobs for run in job.runs.values())
    scale = (WIDTH - LEFT - RIGHT) / seconds
    parts, y = [], TOP
    for job in results.jobs:
        bars, y = group(job, y, scale)
        parts += bars
        y += GROUP_GAP - BAR_GAP
    bottom = y - GROUP_GAP + 12
    key = [line(WIDTH - 330, 20, WIDTH - 300, 20, FLOOR, "5 3"),
           text(WIDTH - 292, 24, "no program can be faster: flash and probe")]
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 30:.0f}" '
                      'font-family="system-ui, sans-serif">',
                      f'<rect width="{WIDTH}" height="{bottom + 30:.0f}" fill="#ffffff"/>',
                      text(LEFT, 24, "Seconds on an STM32F103RC behind an ST-Link V2", size=15, weight="bold"),
                      *axis(scale, seconds, bottom), *key, *parts, "</svg>"]) + "\n"
