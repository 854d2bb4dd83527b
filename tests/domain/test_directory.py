from policies_cms.domain.directory import DIRECTORY, NOTICE_WORKDAYS, WORKDAYS, Item, Matter, items_of


def test_the_directory_is_the_one_of_2019():
    """民办函〔2019〕52号: 13 items, 10 working days, 7 working days for the results of a review."""
    assert [rule.number for rule in DIRECTORY] == list(range(1, 14))
    assert [rule.item for rule in DIRECTORY] == list(Item)
    assert (WORKDAYS, NOTICE_WORKDAYS) == (10, 7)
    assert {rule.number for rule in DIRECTORY if rule.notice_workdays} == {5, 9}
    matters = [rule.matter for rule in DIRECTORY]
    counted = [matters.count(matter) for matter in Matter]
    assert counted == [4, 1, 3, 2, 2, 1]
    assert items_of(Matter.GUIDE) == (Item.DIBAO_GUIDE, Item.TEKUN_GUIDE, Item.TEMPORARY_GUIDE)
