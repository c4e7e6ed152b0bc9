"""Words of the national rule and of all cities, as ``hukou cities`` shows them."""

from hukou_cli.text.language import Texts

NATIONAL: Texts = {
    "not_seen": {"en": "not seen: {}", "zh": "未见计分规则：{}"},
    "class_head": {"en": "Class", "zh": "规模等级"},
    "people_head": {"en": "{} {}", "zh": "{1}年{0}"},
    "below_people": {"en": "< {}", "zh": "<{}"},
    "of_year": {"en": "{} ({})", "zh": "{}（{}年）"},
    "city_count": {"en": "{} cities.", "zh": "共 {} 个城市。"},
    "city_count_one": {"en": "1 city.", "zh": "共 1 个城市。"},
    "people_unit": {
        "en": "Permanent residents of the urban area, in units of 10,000; –: not seen.",
        "zh": "城区常住人口，单位万人；–：未见。",
    },
    "regime_note": {
        "en": "Regime: of the latest policy file; –: there is none, and local rules decide. *: its rules were "
        "not seen.",
        "zh": "制度：取自最新的政策文件；–：尚无政策文件，以当地规定为准。*：未见其规则。",
    },
    "national_texts": {"en": "What national texts of late say", "zh": "近年国家文件"},
    "size_title": {"en": "How large", "zh": "城市规模"},
    "class_open": {"en": "class not known", "zh": "等级不明"},
    "people": {"en": "{1} people", "zh": "{0} 万人"},
    "fewer_people": {"en": "fewer than {1} people", "zh": "少于 {0} 万人"},
    "no_people": {"en": "figure not seen", "zh": "未见人口数"},
    "expected": {"en": "What the national rule expects", "zh": "国家规定"},
    "regime_in_force": {"en": "The city's own policy", "zh": "本市政策"},
    "no_policy": {
        "en": "There is no policy file for this city. The rule above is that of its class; local rules decide, and "
        "they were not looked at.",
        "zh": "尚无该市政策文件。以上为国家规定；具体以当地规定为准（未查阅）。",
    },
    "agrees": {"en": "Agrees with the national rule for: {}.", "zh": "与国家对{}的规定一致。"},
    "more_open": {
        "en": "More open than the national rule asks for: {}.",
        "zh": "比国家对{}的规定更宽。",
    },
    "stricter": {
        "en": "Stricter than the national rule for: {}.",
        "zh": "比国家对{}的规定更严。",
    },
    "read_more": {"en": "Its rules: hukou policy show {}", "zh": "详细规则：hukou policy show {}"},
}
