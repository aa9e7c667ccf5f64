"""Reading PDFs back: what stands on each page, how it is tagged, where the bookmarks lead."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest


def pages_of(file: bytes) -> list[str]:
    """Return the text of each page; skips where the machine has no pdftotext."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine, so page texts cannot be read")
    read = subprocess.run([reader, "-enc", "UTF-8", "-", "-"], input=file, capture_output=True, check=True)
    return read.stdout.decode("utf-8").split("\f")[:-1]


def text_of_pdf(file: bytes) -> str:
    return "\n".join(pages_of(file))


def structure_roles(file: bytes) -> set[str]:
    """Return the kinds of every tag in the structure tree."""
    with pikepdf.open(BytesIO(file)) as document:
        return {str(node.S).removeprefix("/") for node in _nodes(document) if "/S" in node}


def alternative_texts(file: bytes) -> list[str]:
    with pikepdf.open(BytesIO(file)) as document:
        return [str(node.Alt) for node in _nodes(document) if "/Alt" in node]


def bookmarks(file: bytes) -> list[tuple[int, str]]:
    """Return the bookmarks in order, each with its level."""
    with pikepdf.open(BytesIO(file)) as document, document.open_outline() as outline:
        return list(_marks(outline.root, 1))


def _marks(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, item.title
        yield from _marks(item.children, level + 1)


def _nodes(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    waiting = [document.Root.StructTreeRoot]
    nodes = []
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        children = node.get("/K", [])
        children = children if isinstance(children, pikepdf.Array) else [children]
        waiting.extend(child for child in children if isinstance(child, pikepdf.Dictionary))
    return nodes
