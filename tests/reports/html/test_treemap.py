import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.reports.html.treemap import HEIGHT, WIDTH, Box, treemap

PATHS = st.lists(
    st.tuples(st.from_regex(r"(a|b|c|dd)(/(a|b|e|f)){0,3}/[g-k]{1,3}", fullmatch=True), st.integers(0, 5000)),
    min_size=1,
    max_size=40,
)


def overlap(one: Box, other: Box) -> float:
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)


@given(PATHS)
def test_every_file_has_a_box_inside_the_map_and_none_lies_on_another(files: list[tuple[str, int]]) -> None:
    boxes = treemap(files)
    assert [box.file for box in boxes] == list(range(len(files)))
    for box in boxes:
        assert box.width > 0
        assert box.height > 0
        assert -0.01 <= box.x <= box.x + box.width <= WIDTH + 0.01
        assert -0.01 <= box.y <= box.y + box.height <= HEIGHT + 0.01
    for place, box in enumerate(boxes):
        assert all(overlap(box, other) < 0.01 for other in boxes[place + 1 :])


def test_files_of_one_folder_are_as_large_as_their_changed_lines() -> None:
    boxes = treemap([("src/a.py", 30), ("src/b.py", 10)])
    assert boxes[0].width * boxes[0].height == pytest.approx(3 * boxes[1].width * boxes[1].height)


def test_files_of_a_folder_lie_together() -> None:
    boxes = treemap([("a/1", 10), ("b/1", 10), ("a/2", 10), ("b/2", 10)])
    left = {box.file for box in boxes if box.x < WIDTH / 2 - 1}
    assert left in ({0, 2}, {1, 3})


def area(box: Box) -> float:
    return box.width * box.height


def test_the_largest_folder_is_first_and_its_size_is_the_sum_of_its_files() -> None:
    boxes = treemap([("small/a", 30), ("large/a", 20), ("large/b", 20), ("large/c", 20)])
    assert min(box.x for box in boxes[1:]) < boxes[0].x
    whole = sum(map(area, boxes[1:]))
    assert whole == pytest.approx(2 * area(boxes[0]), rel=0.05)


def test_a_file_without_changed_lines_is_as_large_as_one_with_one() -> None:
    boxes = treemap([("a", 0), ("b", 1)])
    assert area(boxes[0]) == pytest.approx(area(boxes[1]))
    assert sum(map(area, boxes)) == pytest.approx(WIDTH * HEIGHT)


def test_folders_have_a_margin_of_the_same_width_on_every_side() -> None:
    boxes = treemap([("a/1", 10), ("a/2", 10), ("b/1", 10)])
    left, right = min(box.x for box in boxes), max(box.x + box.width for box in boxes)
    top, bottom = min(box.y for box in boxes), max(box.y + box.height for box in boxes)
    assert left == top == pytest.approx(WIDTH - right) == pytest.approx(HEIGHT - bottom)
    assert left > 0
