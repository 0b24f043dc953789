"""Any colour gives four values per theme that can be read."""

import random

import pytest

from helpdesk import colours, look


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#7A3E8E", "#7a3e8e"),
        (" 7a3e8e ", "#7a3e8e"),
        ("#abc", "#aabbcc"),
        ("#abcd", "#aabbcc"),
        ("#11223344", "#112233"),
    ],
)
def test_every_hex_form_is_read(typed: str, read: str) -> None:
    assert colours.read(typed) == read


@pytest.mark.parametrize("typed", ["", "#", "#12", "#12345", "red", "#ggg", "#123456789", "url(x)"])
def test_what_is_none(typed: str) -> None:
    with pytest.raises(ValueError):
        colours.read(typed)


@pytest.mark.parametrize(
    ("colour", "light", "chroma", "hue"),
    [  # from the definition of OKLab (Ottosson 2020), as browsers compute them
        ("#ffffff", 1.0, 0.0, None),
        ("#000000", 0.0, 0.0, None),
        ("#ff0000", 0.6280, 0.2577, 0.5102),
        ("#00ff00", 0.8664, 0.2948, 2.4870),
        ("#0000ff", 0.4520, 0.3132, -1.6739),
    ],
)
def test_known_values(colour: str, light: float, chroma: float, hue: float | None) -> None:
    found = colours.to_oklch(colour)
    assert found[0] == pytest.approx(light, abs=1e-3)
    assert found[1] == pytest.approx(chroma, abs=1e-3)
    assert hue is None or found[2] == pytest.approx(hue, abs=1e-3)
    assert colours.from_oklch(*found) == colour


def test_contrast_as_in_the_standard() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_whatever_is_picked(dark: bool) -> None:
    chance = random.Random(7)
    picked = [f"#{chance.randrange(1 << 24):06x}" for _ in range(300)]
    grounds = (colours.DARK if dark else colours.LIGHT).values()
    for wish in ["#000000", "#ffffff", "#ffff00", "#0000ff", "#808080", *picked]:
        found = colours.shades(wish, dark=dark)
        assert colours.contrast(found["accent"], found["on-accent"]) >= 4.5, wish
        assert min(colours.contrast(found["accent-ink"], g) for g in grounds) >= 4.5, wish


def test_what_was_corrected_is_told() -> None:
    assert look.corrected("#7a3e8e") == []
    told = look.corrected("#ffee00")
    assert len(told) == 2 and "darker" in told[0] and "dark mode" in told[1]
