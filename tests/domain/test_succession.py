import pytest

from policies_cms.domain.succession import leads_back, line_of


@pytest.mark.parametrize(
    ("links", "circle"),
    [
        ({1: None}, False),
        ({1: 2, 2: None}, False),
        ({1: 1}, True),
        ({1: 2, 2: 1}, True),
        ({1: 2, 2: 3, 3: 1}, True),
        ({1: 2, 2: 3, 3: 2}, False),
        ({}, False),
    ],
)
def test_a_circle_is_seen_from_where_it_begins(links, circle):
    assert leads_back(1, links) == circle


@pytest.mark.parametrize(
    ("links", "line"),
    [
        ({2: None}, [2]),
        ({3: 2, 2: 1, 1: None}, [1, 2, 3]),
        ({3: 2, 4: 2, 2: None}, [2, 3, 4]),
        ({5: 3, 3: 2, 2: None, 9: None}, [2, 3, 5]),
        ({2: 3, 3: 2}, [3, 2]),
    ],
)
def test_the_line_of_a_document_from_the_oldest_on(links, line):
    assert line_of(2, links) == line
