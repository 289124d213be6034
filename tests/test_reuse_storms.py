"""Texts that nobody would write, in numbers that nobody would read: answered in bounded time, and never with a traceback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, text

from facts import check, reuse
from facts.reuse.articles import Article
from facts.reuse.finding import compare

from .conftest import rows
from .test_reuse_finding import FERRY, FIRST, SECOND, SUMMER, in_own_articles, numbered, ordinary, pairs, search
from .world import World, build

FOOTER = (
    "Sign up for the Tarnholm morning letter to get the most important stories of the islands delivered to your inbox."
)


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The side file of a store on PostgreSQL lies in the folder the command is run in."""
    monkeypatch.chdir(tmp_path)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Time of this processor, which others on the machine do not lengthen."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


LETTERS = str.maketrans("0123456789", "ghiklmnopr")


def babble(seed: int, words: int) -> str:
    """Text of made-up words, sentence by sentence, that no other seed gives."""
    letters = Random(seed).randbytes(words * 4).hex().translate(LETTERS)
    made = [letters[at : at + 4 + at % 5] for at in range(0, len(letters), 8)]
    sentences = [" ".join(made[at : at + 17]).capitalize() + "." for at in range(0, words, 17)]
    return "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))


ODD = {
    "one word": "Ferry",
    "one letter": "F",
    "spaces": " \n\t\r\n ",
    "punctuation": "… — !? ;; «» “” … " * 50,
    "marks without letters": "\u0301\u0302\u00ad\u200b" * 50,
    "quotation marks that never close": "“" * 2000 + FIRST,
    "control characters": "".join(map(chr, range(1, 32))) * 20 + FIRST,
    "one word again and again": "ferry " * 20_000,
    "one sentence again and again": (FIRST + " ") * 500,
    "one line": babble(1, 3000).replace("\n", " "),
    "no full stop": babble(2, 3000).replace(".", ""),
    "one letter again and again": "a" * 100_000,
    "letters by themselves": "a b c d e f g h " * 2000,
    "full stops": FIRST + "." * 100_000,
    "figures": " ".join(map(str, range(5000))),
    "points between digits": "1.2.3,4,5." * 5000,
    "emoji": "🚢🍎" * 2000,
    "noncharacters": "\ufffe\uffff\U0010ffff " * 500,
    "half a pair": "\ud83d ferry " * 50,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_texts_are_compared_with_all_others_in_a_moment(odd: str) -> None:
    with within(8):
        for other in (FERRY, odd):
            compare(Article(0, odd), Article(1, other))
            compare(Article(0, other), Article(1, odd))


def test_all_odd_texts_together_change_nothing_for_the_others() -> None:
    quiet = [words for name, words in ODD.items() if FIRST not in words]
    found = search(numbered([FERRY, *quiet, SUMMER]))
    assert pairs(found) == {(0, len(quiet) + 1)}


def test_an_empty_text_shares_nothing() -> None:
    assert compare(Article(0, ""), Article(1, "")) is None
    assert pairs(search(numbered(["", FERRY, "", SUMMER]))) == {(1, 3)}
    assert search([]) == []


@pytest.mark.parametrize("made", [b"%PDF-1.4 \x93\x8c\xd3\xc7", bytes(range(1, 256))])
def test_bytes_that_only_look_like_text_share_nothing_with_text(made: bytes) -> None:
    binary = (made * 500).decode("latin-1")
    assert pairs(search(numbered([FERRY, binary, SUMMER, binary + FOOTER]))) >= {(0, 2)}
    assert compare(Article(0, binary), Article(1, FERRY)) is None


CHINESE = "港口管理局周二宣布，由于连续三个星期的暴雨冲毁了北侧防波堤，所有渡轮将停运至十一月底。工程师林晓梅表示，修复工作需要四百名工人。"
THAI = (
    "การท่าเรือประกาศเมื่อวันอังคารว่าเรือข้ามฟากทั้งหมดจะหยุดให้บริการจนถึงสิ้นเดือนพฤศจิกายน "
    "เพราะฝนตกหนักติดต่อกันสามสัปดาห์ทำให้เขื่อนกันคลื่นด้านเหนือพังทลาย วิศวกรกล่าวว่าการซ่อมแซมต้องใช้คนงานสี่ร้อยคน"
)
KOREAN = (
    "항만청은 화요일 삼 주 동안 계속된 폭우로 북쪽 방파제가 무너져 모든 여객선의 운항을 십일월 말까지 중단한다고 발표했다. "
    "기술자 김민서는 복구에 노동자 사백 명과 기중기 두 대가 필요하다고 말했다."
)
ARABIC = (
    "أعلنت هيئة الميناء يوم الثلاثاء أن جميع العبارات ستتوقف حتى نهاية نوفمبر بعدما جرفت ثلاثة أسابيع من الأمطار الغزيرة "
    "حاجز الأمواج الشمالي. وقالت المهندسة ليلى حداد إن الإصلاح يحتاج إلى أربعمئة عامل ورافعتين عائمتين."
)
HEBREW = (
    "רשות הנמל הודיעה ביום שלישי כי כל המעבורות יושבתו עד סוף נובמבר לאחר ששלושה שבועות של גשם כבד הרסו את שובר הגלים "
    "הצפוני. המהנדסת רות כספי אמרה כי השיקום ידרוש ארבע מאות פועלים ושני מנופים צפים."
)
HINDI = (
    "बंदरगाह प्रशासन ने मंगलवार को घोषणा की कि तीन सप्ताह की लगातार बारिश से उत्तरी तटबंध टूट जाने के कारण सभी नौकाएँ नवंबर के "
    "अंत तक बंद रहेंगी। अभियंता मीरा जोशी ने कहा कि मरम्मत के लिए चार सौ मज़दूर और दो क्रेन चाहिए।"
)
AROUND = {
    CHINESE: ("茶农们今年提前两周采摘，因为春天来得很早。", "图书馆将在晚上开放，学生们对此表示欢迎。"),
    THAI: ("ชาวสวนชาเก็บใบชาเร็วกว่าปกติสองสัปดาห์", "ห้องสมุดจะเปิดให้บริการในตอนเย็น นักเรียนต่างยินดี"),
    KOREAN: ("차 농가들은 올해 봄이 일찍 와서 두 주 먼저 찻잎을 땄다.", "도서관은 저녁에도 문을 열 예정이다."),
    ARABIC: ("قطف مزارعو الشاي الأوراق قبل أسبوعين من موعدها.", "ستفتح المكتبة أبوابها في المساء ورحب الطلاب بذلك."),
    HEBREW: ("מגדלי התה קטפו את העלים שבועיים מוקדם מהרגיל.", "הספרייה תיפתח גם בשעות הערב והסטודנטים שמחו."),
    HINDI: ("चाय के किसानों ने इस साल दो सप्ताह पहले पत्तियाँ तोड़ीं।", "पुस्तकालय शाम को भी खुला रहेगा।"),
}


@pytest.mark.parametrize("passage", AROUND, ids=["chinese", "thai", "korean", "arabic", "hebrew", "hindi"])
def test_a_copied_paragraph_is_found_in_any_script_and_direction(passage: str) -> None:
    one, other = (f"{words}\n\n{passage}\n" for words in AROUND[passage])
    found = compare(Article(0, one), Article(1, other))
    assert found is not None and found.kind == "copy"
    assert "".join(one[p.start : p.end] for p in found.passages).replace(" ", "") == passage.replace(" ", "")
    assert compare(*numbered(AROUND[passage])) is None


@pytest.mark.slow
def test_two_documents_of_five_megabytes_are_compared_in_bounded_time() -> None:
    one, other = babble(3, 700_000), babble(4, 700_000)
    assert min(len(one), len(other)) > 4_000_000
    middle = len(other) // 2
    at = other.index("\n\n", middle)
    with within(60):
        [found] = search(numbered([one, f"{other[:at]}\n\n{FIRST} {SECOND}{other[at:]}", SUMMER]))
    assert (found.one, found.other, found.kind) == (1, 2, "copy")


@pytest.mark.parametrize("words", [500, 3_000, 30_000])
def test_a_long_text_is_found_whole_in_another(words: int) -> None:
    """It is looked at in pieces of a thousand words, which overlap."""
    one = babble(6, words)
    other = f"Again\n\n{one}"
    [found] = search(numbered([one, other]))
    assert found.kind == "copy" and found.share == 1.0
    [passage] = found.passages
    assert one[passage.start : passage.end] == other[passage.other_start : passage.other_end] == one


@pytest.mark.slow
def test_a_document_of_five_megabytes_is_found_in_itself() -> None:
    one = babble(5, 700_000)
    with within(180):
        [found] = search(numbered([one, f"Again\n\n{one}"]))
    assert found.kind == "copy" and found.share > 0.99


@pytest.mark.parametrize(
    "number", [2_000, pytest.param(20_000, marks=pytest.mark.slow), pytest.param(1_000_000, marks=pytest.mark.slow)]
)
def test_articles_with_one_footer_are_no_copies(number: int) -> None:
    articles = [Article(at, f"{babble(at, 60)}\n\n{FOOTER}\n") for at in range(number)]
    with within(10 + number / 500):
        assert pairs(search(articles)) == set()


def test_texts_that_are_nothing_but_one_footer_do_not_grow_with_the_square() -> None:
    with within(20):
        assert len(search(numbered([FOOTER] * 3_000))) < 3_000


def two(store: Engine, one: str, other: str, days: tuple[str | None, str | None] = (None, None)) -> None:
    def make(world: World) -> None:
        for slug, words, day in zip(("one", "other"), (one, other), days, strict=True):
            world.source(slug, published=day, published_earliest=day, published_latest=day)
            world.capture(slug, words)

    build(store, make)


DERIVED = (
    "SELECT s.slug, o.slug, d.kind, d.basis, d.status FROM derivations d JOIN sources s ON s.id = d.source_id "
    "JOIN sources o ON o.id = d.origin_id ORDER BY d.id"
)


def test_one_document_under_two_names_is_said_by_the_comparison_and_by_the_check(store: Engine) -> None:
    two(store, FERRY, FERRY)
    assert reuse.compare(store).twice == [("one", "other")]
    [finding] = check.run(store, only=["one-content-two-names"]).notices
    assert (finding.subject, finding.detail) == ("other", "has the bytes of one")


def test_one_document_under_two_names_and_two_dates_is_a_republication(store: Engine) -> None:
    two(store, FERRY, FERRY, ("2024-05-02", "2024-05-01"))
    reuse.compare(store)
    assert rows(store, DERIVED) == [("one", "other", "republication", "detected", "proposed")]


QUOTING = (
    f"Ona Lind\n\n“{FIRST} {SECOND}” That is how Jan Berg put it.\n\nLind found it well said.",
    f"Jan Berg\n\n{FIRST} {SECOND}\n\n“Lind found it well said, and she is never wrong about boats or apples,” he wrote.",
)


def test_documents_that_quote_each_other_are_undecided(store: Engine) -> None:
    two(store, *QUOTING)
    reuse.compare(store)
    assert [row[2] for row in rows(store, DERIVED)] == ["overlap"]


def test_documents_that_credit_each_other_are_decided_by_their_dates_alone(store: Engine) -> None:
    def make(world: World) -> None:
        for slug, publisher, other, words, day in (
            ("one", "Tarnholm Post", "Island Gazette", FERRY, "2024-05-02"),
            ("other", "Island Gazette", "Tarnholm Post", SUMMER, "2024-05-01"),
        ):
            world.source(slug, publisher, published=day, published_earliest=day, published_latest=day)
            world.capture(slug, f"{words}\nSource: {other}\n")

    build(store, make)
    [kept] = reuse.compare(store).kept
    assert (kept.source, kept.origin) == ("one", "other")
    assert "Dates: " in kept.reason and "Credit" not in kept.reason


def test_a_declared_derivation_that_the_dates_contradict_is_kept_and_reported(store: Engine) -> None:
    two(store, FERRY, SUMMER, ("2024-05-01", "2024-05-02"))
    build(store, lambda world: world.made_from("one", "other", "rewrite"))
    reuse.compare(store)
    assert rows(store, DERIVED) == [
        ("one", "other", "rewrite", "declared", "confirmed"),
        ("one", "other", "rewrite", "detected", "proposed"),
    ]
    assert {finding.subject for finding in check.run(store, only=["made-from-later"]).errors} == {"one"}


def test_a_derivation_that_a_text_shows_against_the_dates_is_kept_and_reported(store: Engine) -> None:
    """A credit, a date put for a weekday and a dateline outweigh a date of publication that somebody mistyped."""
    origin = FERRY.replace("shortly before dawn", "on Friday before dawn").replace(
        FIRST[:9], f"TARNHOLM (Meridian) - {FIRST[:9]}"
    )
    copy = SUMMER.replace("shortly before dawn", "on January 15 before dawn") + "\nSource: Meridian\n"
    two(store, copy, origin, ("2024-05-01", "2024-05-02"))
    [kept] = reuse.compare(store).kept
    assert (kept.source, kept.origin) == ("one", "other")
    assert "Dates, against it" in kept.reason
    assert check.run(store, only=["made-from-later"]).errors == []  # a proposal is no mistake of anybody's
    [finding] = check.run(store, only=["copy-not-declared"]).findings
    assert finding.subject == "one" and "against the dates of publication" in finding.detail
    with store.begin() as connection:
        connection.execute(text("UPDATE derivations SET status = 'confirmed', decided_by = 'Ana'"))
    assert [finding.subject for finding in check.run(store, only=["made-from-later"]).errors] == ["one"]


@pytest.mark.parametrize("odd", [name for name in ODD if name not in ("half a pair", "one letter again and again")])
def test_a_store_that_holds_odd_texts_is_compared(sqlite_store: Engine, odd: str) -> None:
    two(sqlite_store, ODD[odd], FERRY)
    reuse.compare(sqlite_store)
    reuse.between(sqlite_store, "one", "other")
    for start, end, exact, whole in rows(
        sqlite_store, "SELECT start_char, end_char, exact, text FROM passages p JOIN captures c ON c.id = p.capture_id"
    ):
        assert str(whole)[int(str(start)) : int(str(end))] == exact


def test_copies_among_many_ordinary_articles_are_found_and_nothing_else() -> None:
    texts = [*ordinary(32), *in_own_articles(FIRST, FIRST)]
    found = pairs(search(numbered(texts[2:])))
    assert found == {(len(texts) - 4, len(texts) - 3)}
