"""What was reached, for people and for programs."""

import json
import platform


def is_met(row):
    return None if row.target is None else row.ratio <= row.target


def words(row):
    target = "" if row.target is None else f"≤ {row.target:g}"
    mark = {True: "ok", False: "missed", None: ""}[is_met(row)]
    return [row.what, f"against {row.reference}", target, f"{row.ratio:.2f}", f"{row.spread:.3f}",
            f"{row.measured_ns / 1e6:.1f}", f"{row.reference_ns / 1e6:.1f}", str(row.runs), mark]


def as_text(rows):
    lines = [["what", "", "target", "reached", "A/A", "ms", "ref. ms", "runs", ""], *(words(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() + "\n" for line in lines)


def as_json(rows):
    return json.dumps({
        "kernel": platform.release(),
        "rows": [{
            "what": row.what,
            "reference": row.reference,
            "target": row.target,
            "runs": row.runs,
            "ratio": round(row.ratio, 4),
            "met": is_met(row),
            "sameAgainstItself": round(row.spread, 4),
            "medianNs": round(row.measured_ns),
            "referenceMedianNs": round(row.reference_ns),
        } for row in rows],
    }, indent=2, ensure_ascii=False) + "\n"
