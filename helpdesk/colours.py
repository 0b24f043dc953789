"""From the administrator's one colour to the four values of each theme, so that contrast holds.

Hue and character stay; lightness moves until text reaches 4.5:1 (WCAG 2.2, 1.4.3) on every ground
of `static/css/tokens.css`. The colour space is OKLCH (Ottosson 2020), in which equal steps look
equal and a hue stays itself.
"""

import math
import re
from functools import lru_cache

USUAL = "#0f6674"  # the one of the style sheet itself
LIGHT = {"bg": "#f5f4f0", "surface": "#ffffff", "surface-2": "#faf9f6", "sunken": "#efede8"}
DARK = {"bg": "#151412", "surface": "#1d1c19", "surface-2": "#23211e", "sunken": "#2a2824"}
TEXT = 4.6  # a little above 4.5: the tints are rounded
_HEX = re.compile(r"#?([0-9a-fA-F]{3,8})")
# The matrices of OKLab, in both directions.
_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def read(text: str) -> str:
    """Any CSS hex colour as #rrggbb in lower case; its transparency is dropped. Raises
    ValueError."""
    found = _HEX.fullmatch(text.strip())
    if not found or len(found[1]) not in (3, 4, 6, 8):
        raise ValueError(text)
    digits = found[1].lower()
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits[:6]}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=32)
def shades(wish: str, *, dark: bool) -> dict[str, str]:
    """The accent of fills, its hover, the text on both, and the ink of text, lines and focus."""
    grounds, tint = (DARK, 0.14) if dark else (LIGHT, 0.09)
    light, chroma, hue = to_oklch(wish)
    if dark:
        light, chroma = max(light, 0.76), min(chroma, 0.11)
    carries_white = not dark and contrast(wish, "#ffffff") >= 3
    on = "#ffffff" if carries_white else from_oklch(0.24, min(chroma, 0.04), hue)
    while contrast(from_oklch(light, chroma, hue), on) < TEXT:
        light += -0.01 if carries_white else 0.01
    accent = from_oklch(light, chroma, hue)
    hover = from_oklch(light + (-0.08 if carries_white else 0.06), chroma, hue)
    soft, ink, ink_light = _mixed(accent, grounds["surface"], tint), accent, light
    while _least(ink, (*grounds.values(), soft)) < TEXT and 0 < ink_light < 1:
        ink_light += 0.01 if dark else -0.01
        ink = from_oklch(ink_light, chroma, hue)
    return {"accent": accent, "accent-hover": hover, "on-accent": on, "accent-ink": ink}


def stylesheet(wish: str) -> str:
    """What takes the place of `static/css/theme.css`."""
    themes = ((":root, [data-bs-theme=light]", False), ("[data-bs-theme=dark]", True))
    lines = []
    for selector, dark in themes:
        values = " ".join(f"--hd-{k}: {v};" for k, v in shades(wish, dark=dark).items())
        lines.append(f"{selector} {{ {values} }}\n")
    return "".join(lines)


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue (in radians)."""
    parts = [_linear(part) for part in _parts(colour)]
    lms = [math.copysign(abs(x) ** (1 / 3), x) for x in _through(_TO_LMS, parts)]
    light, a, b = _through(_TO_LAB, lms)
    return light, math.hypot(a, b), math.atan2(b, a)


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """The nearest colour that a screen can show: chroma shrinks, lightness and hue stay."""
    light = min(1.0, max(0.0, light))
    while True:
        lab = [light, chroma * math.cos(hue), chroma * math.sin(hue)]
        parts = _through(_FROM_LMS, [x**3 for x in _through(_FROM_LAB, lab)])
        if chroma < 0.002 or all(-0.001 <= part <= 1.001 for part in parts):
            return _code([_gamma(min(1.0, max(0.0, part))) for part in parts])
        chroma -= 0.004


def _through(matrix: tuple[tuple[float, ...], ...], parts: list[float]) -> list[float]:
    return [sum(w * x for w, x in zip(row, parts, strict=True)) for row in matrix]


def _parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _code(parts: list[float]) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in parts)


def _linear(x: float) -> float:
    return x / 12.92 if x <= 0.04045 else float(((x + 0.055) / 1.055) ** 2.4)


def _gamma(x: float) -> float:
    return 12.92 * x if x <= 0.0031308 else float(1.055 * x ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    return sum(w * _linear(x) for w, x in zip(weights, _parts(colour), strict=True))


def _least(ink: str, grounds: tuple[str, ...]) -> float:
    return min(contrast(ink, ground) for ground in grounds)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return _code([x * share + y * (1 - share) for x, y in pairs])
