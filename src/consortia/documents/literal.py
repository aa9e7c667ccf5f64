"""Text of people as it may be printed: nothing lost, nothing invisible, nothing that a file format refuses."""

import unicodedata

LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
TAB = " " * 4
BYTE_ORDER_MARK = "\ufeff"
"""Its only meaning is at the head of a file; every standard for archives refuses it."""
JOINERS = frozenset(chr(code) for code in range(0xFE00, 0xFE10)) | {"\u034f"}
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the reading direction: in a document that is signed they must be seen, or they could deceive."""
UNPRINTABLE_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})
INVISIBLE_CATEGORIES = frozenset({"Cf", "Mn"})


def literal(text: str) -> str:
    """Return the text with line ends as one kind and every unprintable sign given by its number, as in [U+0007]."""
    if text.isascii() and text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").translate(LINE_ENDS).replace("\t", TAB)
    return "".join(sign if _printable(sign) else named(sign) for sign in unified)


def one_line(text: str, otherwise: str) -> str:
    """Return a title on one line; where nothing of it can be seen, what stands for it."""
    line = " ".join(literal(text).split())
    return (
        line if any(unicodedata.category(sign)[0] not in "ZC" and sign not in JOINERS for sign in line) else otherwise
    )


def named(sign: str) -> str:
    """Return what stands for a sign that cannot be drawn: pictures by name, others by number, joiners not at all."""
    category = unicodedata.category(sign)
    if category in INVISIBLE_CATEGORIES and sign not in TURNING and sign != BYTE_ORDER_MARK:
        return ""
    small = sign.lower()
    if category == "Lu" and small != sign and _is_georgian(sign):
        return small
    if category == "So":
        return f"[{unicodedata.name(sign, _number(sign)).lower()}]"
    return f"[{_number(sign)}]"


def _number(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _is_georgian(sign: str) -> bool:
    """Whether the sign is a Georgian capital: the script has no capitals in running text, so small letters say it."""
    return unicodedata.name(sign, "").startswith("GEORGIAN MTAVRULI")


def _printable(sign: str) -> bool:
    if sign in ("\n", " "):
        return True
    if sign in TURNING or sign == BYTE_ORDER_MARK:
        return False
    return unicodedata.category(sign) not in UNPRINTABLE_CATEGORIES
