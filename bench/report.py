"""The outcome, for people and for programs."""

import json
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.load import Throughput
from bench.rounds import Measured, Times


@dataclass(frozen=True)
class Outcome:
    """All that was measured."""

    engine: str
    tickets: int
    measured: Measured
    start_ms: float
    memory_mb: float
    first_visit_bytes: int
    throughput: list[Throughput]


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """What `--json` writes."""
    return {
        "engine": outcome.engine,
        "tickets": outcome.tickets,
        "floor_ms": round(median(outcome.measured.floor), 2),
        "floor_write_ms": round(median(outcome.measured.floor_write), 2),
        "start_ms": round(outcome.start_ms),
        "memory_mb": round(outcome.memory_mb, 1),
        "first_visit_bytes": outcome.first_visit_bytes,
        "pages": [_page(name, times) for name, times in outcome.measured.pages.items()],
        "throughput": [
            {key: round(value, 1) if isinstance(value, float) else value for key, value in pairs}
            for pairs in (asdict(each).items() for each in outcome.throughput)
        ],
    }


def as_json(outcome: Outcome) -> str:
    """The same as text."""
    return json.dumps(as_dict(outcome), indent=2) + "\n"


def as_table(outcome: Outcome) -> str:
    """What is printed."""
    found = as_dict(outcome)
    lines = [
        f"{found['engine']}, {found['tickets']:,} tickets: floor {found['floor_ms']} ms, "
        f"floor_write {found['floor_write_ms']} ms, start {found['start_ms']} ms, "
        f"memory {found['memory_mb']} MB, first visit {found['first_visit_bytes'] / 1000:.0f} KB",
        "",
        "page          median       p95  ratio  queries    bytes    wire",
    ]
    for page in found["pages"]:
        doubt = "" if page["agrees"] else "  the two runs differ by more than 10 %"
        lines.append(
            f"{page['name']:<10} {page['median_ms']:>6.2f} ms {page['p95_ms']:>6.2f} ms "
            f"{page['ratio']:>6.2f} {page['queries']:>8} {page['bytes']:>8} {page['wire_bytes']:>7}"
            f"{doubt}"
        )
    for each in found["throughput"]:
        share = each["requests_s"] / max(each["floor_requests_s"], 0.1)
        lines.append(
            f"\n{each['name']} under load: {each['requests_s']:.0f} a second, "
            f"the floor {each['floor_requests_s']:.0f} ({share:.2f} of it)"
        )
    return "\n".join(lines)


def _page(name: str, times: Times) -> dict[str, Any]:
    return {
        "name": name,
        "median_ms": round(median(times.ms), 2),
        "p95_ms": round(times.p95, 2),
        "ratio": round(times.ratio, 2),
        "queries": int(median(times.queries)),
        "bytes": len(times.last.body) if times.last else 0,
        "wire_bytes": times.last.wire_bytes if times.last else 0,
        "agrees": times.agrees,
    }
