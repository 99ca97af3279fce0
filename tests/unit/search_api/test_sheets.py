"""Where a mention stands on the picture of its page."""

from corpora.document import Document, Mention, Page, Region, Span
from search_api.pages.page_images import sheets

TEXT = "این تفاهم‌نامه از تاریخ ۱ مهر معتبر است"


def mention(surface: str, label: str = "DATE") -> Mention:
    start = TEXT.index(surface)
    return Mention("m1", label, Span(start, start + len(surface)), surface, {}, "dates", "1")


def document(*regions: Region, image: str | None = "1", language: str = "fa", found: Mention | None = None) -> Document:
    page = Page(Span(0, len(TEXT)), image, 0.874, regions)
    return Document("k", "k", "u", TEXT, language=language, pages=(page,), mentions=(found or mention("۱ مهر"),))


def word(text: str, box: tuple[int, int, int, int]) -> Region:
    start = TEXT.index(text)
    return Region(Span(start, start + len(text)), box, 0.9)


def test_words_side_by_side_are_one_box() -> None:
    regions = (word("۱", (5000, 1000, 5100, 1200)), word("مهر", (4500, 1010, 4900, 1210)))
    (sheet,) = sheets(document(*regions))
    assert (sheet.number, sheet.confidence) == (1, 87)
    assert [spot.boxes for spot in sheet.spots] == [((4500, 1000, 600, 210),)]


def test_a_mention_over_two_lines_has_two_boxes() -> None:
    regions = (word("۱", (500, 1000, 600, 1200)), word("مهر", (8500, 1300, 9000, 1500)))
    assert [len(spot.boxes) for spot in sheets(document(*regions))[0].spots] == [2]


def test_of_a_line_its_part_from_the_right() -> None:
    whole = Region(Span(0, len(TEXT)), (1000, 1000, 9000, 1200))
    left, _, width, _ = sheets(document(whole, found=mention("این", "ORG")))[0].spots[0].boxes[0]
    assert left + width == 9000
    assert width < 1000


def test_pages_that_cannot_be_shown_are_left_out() -> None:
    assert sheets(document(image=None)) == []
