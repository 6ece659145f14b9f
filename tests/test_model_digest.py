"""The digest, against the canonical text written out by hand from the contract."""

import hashlib

from scorecard.model.digest import compared_text, framework_digest
from scorecard.model.framework import Framework


def test_the_digest_is_of_canonical_json() -> None:
    framework = Framework.model_validate(
        {
            "kind": "framework",
            "id": "f",
            "version": "1",
            "title": "T",
            "minimum_coverage": "0.50",
            "overall": {"pass_when": {"share": "4/6"}},
            "dimensions": [
                {
                    "id": "d",
                    "title": "D",
                    "pass_when": {"at_least": "2"},
                    "indicators": [
                        {"id": "a", "title": "A", "requirement": "Be  good\nto é.", "weight": "2.0"},
                        {
                            "id": "b",
                            "title": "B",
                            "requirement": "B.",
                            "critical": "true",
                            "state": "future",
                            "measure": {
                                "unit": "µg",
                                "bands": [{"level": "pass", "at_most": "5.5"}, {"level": "fail"}],
                            },
                        },
                    ],
                }
            ],
        }
    )
    text = (
        '{"aggregation":"mean-of-dimensions","dimensions":[{"aggregation":null,"critical":false,"dimensions":[],'
        '"id":"d","indicators":[{"critical":false,"id":"a","measure":null,"requirement":"Be good to é.",'
        '"scale":"rating","state":"active","weight":"2"},{"critical":true,"id":"b","measure":{"bands":['
        '{"at_least":null,"at_most":"11/2","level":"pass"},{"at_least":null,"at_most":null,"level":"fail"}],'
        '"unit":"µg"},"requirement":"B.","scale":"rating","state":"future","weight":"1"}],'
        '"partial_when":null,"pass_when":{"at_least":"2"},"weight":"1"}],"minimum_coverage":"1/2",'
        '"overall":{"aggregation":null,"partial_when":null,"pass_when":{"share":"2/3"}},'
        '"partial_when":"never","pass_when":"all","scales":{"rating":[{"id":"pass","status":"pass","value":"1"},'
        '{"id":"partial","status":"partial","value":"1/2"},{"id":"fail","status":"fail","value":"0"}]}}'
    )
    assert framework_digest(framework) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_requirements_are_compared_after_nfc_and_with_single_spaces() -> None:
    assert compared_text("cafe\u0301 \t\n au  lait") == "café au lait"


def test_keys_that_came_later_are_in_the_digest_where_they_are_given() -> None:
    framework = Framework.model_validate(
        {
            "kind": "framework",
            "id": "f",
            "version": "1",
            "title": "T",
            "verdict": "none",
            "score_out_of": "150",
            "grades": [{"id": "a", "label": "Leading", "when": {"score": "0.80"}}, {"id": "b"}],
            "dimensions": {
                "id": "d",
                "title": "D",
                "counts_as": "indicator",
                "applies_to": ["port", "coast", "port"],
                "indicators": {
                    "id": "a",
                    "requirement": "A.",
                    "applies_to": "port",
                    "measure": {
                        "unit": "u",
                        "points": [{"at": "35.0", "value": "0"}, {"at": "5", "value": "1"}],
                    },
                },
            },
        }
    )
    text = (
        '{"aggregation":"mean-of-dimensions","dimensions":[{"aggregation":null,"applies_to":["coast","port"],'
        '"counts_as":"indicator","critical":false,"dimensions":[],"id":"d","indicators":[{"applies_to":["port"],'
        '"critical":false,"id":"a","measure":{"bands":[],"points":[{"at":"35","value":"0"},{"at":"5","value":"1"}],'
        '"unit":"u"},"requirement":"A.","scale":"rating","state":"active","weight":"1"}],"partial_when":null,'
        '"pass_when":null,"weight":"1"}],"grades":[{"id":"a","when":{"score":"4/5"}},{"id":"b","when":null}],'
        '"minimum_coverage":"0","overall":{"aggregation":null,"partial_when":null,"pass_when":null},'
        '"partial_when":null,"pass_when":null,"scales":{"rating":[{"id":"pass","status":null,"value":"1"},'
        '{"id":"partial","status":null,"value":"1/2"},{"id":"fail","status":null,"value":"0"}]},"verdict":"none"}'
    )
    assert framework_digest(framework) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
