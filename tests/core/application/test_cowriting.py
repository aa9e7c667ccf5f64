from __future__ import annotations

from consortia.core.application.cowriting import Save, View, clean_text, receive
from tests.properties.test_merging import Server


def test_a_save_that_arrives_twice_is_one_version():
    server = Server()
    save = Save(text="We meet.", save_id="a")

    views = [server.take(save, "ana"), server.take(save, "ana")]

    assert views == [View(version=1, sent=True)] * 2
    assert len(server.kept) == 1


def test_a_page_sent_again_with_the_back_button_keeps_both_texts_apart_from_what_others_wrote():
    server = Server()
    server.take(Save(text="We meet.", save_id="a"), "ana")
    server.take(Save(text="We meet. Often.", save_id="b", grew_from=View(version=1)), "bo")

    server.take(Save(text="We meet in May.", save_id="a"), "ana")
    server.take(Save(text="We meet in May.", save_id="a"), "ana")

    assert server.text == "We meet in May. Often."


def test_a_text_that_is_as_it_was_is_no_version():
    server = Server()
    server.take(Save(text="We meet.", save_id="a"), "ana")

    received = receive(server, Save(text="We meet.", save_id="b", grew_from=View(version=1)), author="bo")

    assert received.new is None
    assert received.view == View(version=1)


def test_a_view_that_never_was_takes_nothing_away():
    server = Server()
    server.take(Save(text="We meet.", save_id="a"), "ana")

    server.take(Save(text="They sing.", save_id="b", grew_from=View(version=12)), "bo")

    assert server.text == "We meet. They sing."


def test_only_whole_characters_and_one_kind_of_line_end_are_kept():
    assert clean_text("a\r\nb\rc\0d\ud83de😀") == "a\nb\ncd\ufffde😀"
