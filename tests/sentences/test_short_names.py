from diff_insight.sentences.short_names import short_names


def test_a_file_is_called_by_its_last_part_where_that_tells_it_from_the_others() -> None:
    assert short_names(["docs/a.md", "docs/index.md", "src/index.md"]) == {
        "docs/a.md": "a.md",
        "docs/index.md": "docs/index.md",
        "src/index.md": "src/index.md",
    }
