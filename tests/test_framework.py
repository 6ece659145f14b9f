"""What is worked out once for a framework."""

from scorecard.framework import Framework, once_a_framework
from tests.builders import framework_data


def test_what_is_kept_of_a_framework_is_never_told_of_another() -> None:
    asked: list[str] = []

    @once_a_framework
    def title_of(framework: Framework) -> str:
        asked.append(framework.title)
        return framework.title

    one = Framework.model_validate(framework_data(title="one", dimensions=[]))
    assert [title_of(one), title_of(one), asked] == ["one", "one", ["one"]]
    for number in range(200):
        assert title_of(one.model_copy(update={"title": str(number)})) == str(number)
    assert title_of(one) == "one"
    assert asked.count("one") == 2, "the one asked for first was forgotten"
