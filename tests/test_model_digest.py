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
