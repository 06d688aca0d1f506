import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.decoding import decode, decode_as, raw_path, readable_path

TEXTS = {
    "german": ("latin-1", "Straße: Königsallee 7\nStadt: Düsseldorf\nLand: Österreich\n"),
    "one accent": ("latin-1", "name = café\n"),
    "french": ("latin-1", "Le système est prêt à démarrer, où que tu sois.\n"),
    "spanish": ("latin-1", "nombre = año\ntitulo = El pingüino\n"),
    "swedish": ("latin-1", "stad = Åre, på fjället\n"),
    "portuguese": ("latin-1", "ação = não, então\n"),
    "quotation marks": ("cp1252", "Price: 7 €\n“quoted” – new\n"),
    "polish": ("iso8859-2", "Zażółć gęślą jaźń\nmiasto = Łódź\n"),
    "russian": ("koi8-r", "Файл настроек\nгород = Москва\n"),
    "russian for windows": ("cp1251", "// Открыть файл\nint x;\n"),
    "greek": ("cp1253", "Καλημέρα κόσμε\n"),
    "japanese": ("shift_jis", "設定ファイル\n名前 = 東京\n"),
    "japanese of unix": ("euc_jp", "// ファイルを開く\n"),
    "chinese": ("gb18030", "配置文件\n城市 = 北京\n"),
    "korean": ("euc_kr", "설정 파일\n도시 = 서울\n"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_short_texts_in_old_encodings_are_read_and_said_to_be_a_guess(name: str) -> None:
    encoding, text = TEXTS[name]
    found = decode(text.encode(encoding))
    assert (found.text, found.guessed) == (text, True)


@given(st.binary(max_size=300))
def test_any_bytes_come_back(data: bytes) -> None:
    for found in (decode(data), decode(data, "shift_jis"), decode_as(data, "koi8-r")):
        assert found.text.encode(found.encoding) == data


def test_what_is_declared_is_no_guess() -> None:
    data = "Größe\n".encode("latin-1")
    found = decode(data, "iso-8859-1")
    assert (found.text, found.guessed) == ("Größe\n", False)
    assert decode("Größe\n".encode(), "iso-8859-1").text == "Größe\n", "mailers declare what is not so"
    assert decode_as("é".encode(), "iso-8859-1").text == "Ã©", "a repository is believed"
    assert decode(data, "no-such-encoding").text == "Größe\n"
    assert decode(data, "utf-16").text == "Größe\n"


@given(st.lists(st.sampled_from([b"\\", b"\\x", b"e9", b"\xe9", b"a", b"\\xe9", "é".encode(), b"\xff"]), max_size=6))
def test_every_path_has_a_text_of_its_own(parts: list[bytes]) -> None:
    path = b"".join(parts)
    assert raw_path(readable_path(path)) == path


def test_bytes_that_are_no_text_are_shown_apart_from_letters_that_spell_them() -> None:
    assert readable_path(b"a\xe9.txt") == r"a\xe9.txt"
    assert readable_path(rb"a\xe9.txt") == r"a\\xe9.txt"
    assert readable_path(rb"dir\name") == r"dir\name"
