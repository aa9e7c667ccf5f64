"""Laws of merging, and a simulation of people who write one answer together over a bad line."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from consortia.core.application.cowriting import Save, Version, View, draft_seen, moves_since, receive
from consortia.core.application.differing import difference, words_of
from consortia.core.application.drafting import Draft, Own
from consortia.core.application.merging import Move, merge_texts

TEXTS = st.lists(st.sampled_from(["the", "cat", "sat", " ", ".", "\n", ", ", "on", "é", "😀"]), max_size=14).map(
    "".join
)


@st.composite
def edited(draw: st.DrawFn, base: str, mark: str) -> tuple[str, list[str]]:
    """Return a text grown from the base by taking words out and putting new ones in, and the new ones."""
    result: list[str] = []
    added: list[str] = []
    for word in [*words_of(base), ""]:
        if draw(st.booleans()) and draw(st.booleans()):
            added.append(f"{mark}{len(added)}")
            result.append(f" {added[-1]} ")
        if not word.isalnum() or draw(st.integers(0, 5)):
            result.append(word)
    return "".join(result), added


@given(TEXTS, TEXTS)
def test_a_text_merged_with_an_unchanged_one_is_that_text(base: str, text: str):
    assert merge_texts(base, base, text).text == text
    assert merge_texts(base, text, base).text == text
    assert merge_texts(base, text, text).text == text


@given(st.data(), TEXTS)
def test_every_word_that_somebody_adds_survives_the_merge(data: st.DataObject, base: str):
    mine, my_words = data.draw(edited(base, "mine"))
    theirs, their_words = data.draw(edited(base, "theirs"))

    merged = words_of(merge_texts(base, mine, theirs).text)

    assert set(my_words) | set(their_words) <= set(merged)


@given(st.data(), TEXTS)
def test_words_that_nobody_touched_stay_once_where_no_conflict_is_reported(data: st.DataObject, base: str):
    mine, my_words = data.draw(edited(base, "mine"))
    theirs, their_words = data.draw(edited(base, "theirs"))

    merge = merge_texts(base, mine, theirs)

    assume(not merge.conflicts)
    added = {*my_words, *their_words}
    kept = [word for word in words_of(merge.text) if word.isalnum() and word not in added]
    assert len(kept) <= len([word for word in words_of(base) if word.isalnum()])


@given(TEXTS, TEXTS)
def test_a_difference_tells_both_texts(before: str, after: str):
    pieces = difference(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


@dataclass
class Server:
    """What survives a restart: the versions that were kept."""

    kept: list[Version] = field(default_factory=list)

    def latest(self) -> Version | None:
        return self.kept[-1] if self.kept else None

    def numbered(self, number: int) -> Version | None:
        return self.kept[number - 1] if number <= len(self.kept) else None

    def saved_as(self, save_id: str) -> Version | None:
        return next((version for version in self.kept if version.save_id == save_id), None)

    def own(self, author: str, page: str) -> Own:
        mine = [version for version in self.kept if version.author == author]
        return Own(
            page=frozenset(version.number for version in mine if version.page == page),
            person=frozenset(version.number for version in mine),
        )

    def take(self, save: Save, author: str) -> View:
        received = receive(self, save, author=author)
        if received.new is not None:
            self.kept.append(received.new)
        return received.view

    @property
    def text(self) -> str:
        return self.kept[-1].stands.text if self.kept else ""


@dataclass
class Writer:
    """A browser: what stands in the field, the view it grew from, and a save that may not have arrived."""

    tab: str
    name: str
    sentences: list[str]
    text: str = ""
    caret: int = 0
    view: View = field(default_factory=View)
    view_text: str = ""
    sending: Save | None = None
    saves: int = 0
    typed: int = 0

    @property
    def script(self) -> str:
        return "".join(self.sentences)

    def type(self, characters: int) -> None:
        new = self.script[self.typed : self.typed + characters]
        self.text = self.text[: self.caret] + new + self.text[self.caret :]
        self.caret += len(new)
        self.typed += len(new)

    def go_to_end(self) -> None:
        if self.script[: self.typed].endswith(".") or not self.typed:
            self.caret = len(self.text)

    def send(self) -> Save | None:
        if self.sending is None and self.text != self.view_text:
            self.saves += 1
            self.sending = Save(
                text=self.text,
                save_id=f"{self.tab}-{self.saves}",
                page=self.tab,
                caret=self.caret,
                grew_from=self.view,
            )
        return self.sending

    def hear(self, view: View) -> None:
        assert self.sending is not None
        self.view, self.view_text, self.sending = view, self.sending.text, None

    def look(self, server: Server) -> None:
        latest = server.latest()
        if self.sending is not None or self.text != self.view_text or latest is None:
            return
        self.caret = moved(self.caret, moves_since(server, self.view, own=server.own(self.name, self.tab)))
        self.text = self.view_text = latest.stands.text
        self.view = View(version=latest.number)


def moved(caret: int, moves: tuple[Move, ...]) -> int:
    """The browser's rule in autosave.js: a caret stays behind its own word, and goes along with another's."""
    shift = 0
    for move in moves:
        end = move.at + move.removed
        if move.at > caret or (move.at == caret and (move.removed or move.caret_stays)):
            break
        if end > caret:
            return move.at + move.inserted + shift
        shift += move.inserted - move.removed
    return caret + shift


def sentences_of(name: str) -> list[str]:
    return [
        f"{begin}The {name} of the house said that the {name} number {count} sat on the mat with the {name}."
        for count, begin in enumerate(("\n", " ", "\n\n"))
    ]


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            ["type", "type", "type", "save", "save", "lost on the way", "lost on the way back", "late", "look", "end"]
        ),
        st.integers(1, 25),
    ),
    max_size=120,
)


def play(steps: list[tuple[int, str, int]], begun: str) -> tuple[Server, list[Writer]]:
    server = Server()
    if begun:
        server.take(Save(text=begun, save_id="first"), "somebody")
    tabs = {"first tab": "ana", "second tab": "bo", "third tab": "ana"}
    writers = [Writer(tab=tab, name=name, sentences=sentences_of(tab)) for tab, name in tabs.items()]
    sent: list[tuple[Save, str]] = []
    for writer in writers:
        writer.look(server)
        writer.caret = len(writer.text)
    for who, what, amount in steps:
        act(writers[who], what, amount, server, sent)
    return server, writers


def act(writer: Writer, what: str, amount: int, server: Server, sent: list[tuple[Save, str]]) -> None:
    if what == "type":
        writer.type(amount)
    elif what == "look":
        writer.look(server)
    elif what == "end":
        writer.go_to_end()
    elif what == "late" and sent:
        server.take(*sent[amount % len(sent)])
    elif what in {"save", "lost on the way", "lost on the way back"} and (save := writer.send()):
        if what == "lost on the way":
            return
        sent.append((save, writer.name))
        view = server.take(save, writer.name)
        if what == "save":
            writer.hear(view)


def finish(server: Server, writers: list[Writer]) -> None:
    for writer in writers:
        writer.type(10_000)
        while save := writer.send():
            writer.hear(server.take(save, writer.name))
    for writer in writers:
        writer.look(server)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.sampled_from(["", "The cat of the house.", "The cat sat"]))
def test_every_sentence_survives_lost_answers_late_requests_and_half_words(
    steps: list[tuple[int, str, int]], begun: str
):
    server, writers = play(steps, begun)

    finish(server, writers)

    for writer in writers:
        assert writer.text == server.text
        for sentence in writer.sentences:
            assert server.text.count(sentence.strip()) == 1, sentence
    assert begun in server.text
    assert not [conflict for version in server.kept for conflict in version.conflicts]


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_every_version_tells_of_each_letter_where_it_came_from(steps: list[tuple[int, str, int]]):
    server, writers = play(steps, "The cat sat on the mat.")

    finish(server, writers)

    for version in server.kept:
        for draft in (version.sent, version.stands):
            assert sum(run.length for run in draft.runs) == len(draft.text)
            assert all(1 <= run.save <= version.number for run in draft.runs)
        assert draft_seen(server, View(version=version.number)) == version.stands
    assert draft_seen(server, View(version=999)) == Draft()
