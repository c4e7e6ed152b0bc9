"""Texts folded to one form, however people write them: in half width, a city's name, simplified characters."""

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""The full-width forms of visible ASCII, and the wide blank; nothing else, as ² is not 2."""

_BLANKS = " \t\r\n\xa0"


def half_width(text: str) -> str:
    """Return a text with full-width ASCII in half width and without blanks around it; what it says stays the same.

    >>> half_width(" １８９ "), half_width("１９８７－０３－１２"), half_width("1²")
    ('189', '1987-03-12', '1²')
    """
    return (text if text.isascii() else text.translate(_HALF)).strip(_BLANKS)


def has_wide_digits(text: str) -> bool:
    """Return whether a text holds full-width digits, which ``half_width`` converts.

    >>> has_wide_digits("１８9"), has_wide_digits("189（个月）")
    (True, False)
    """
    return not text.isascii() and any("\uff10" <= character <= "\uff19" for character in text)


def fold_city_name(name: str) -> str:
    """Return a city's name in lower case, without blanks around it and without the word 市.

    >>> [fold_city_name(name) for name in ("北京市", " Beijing ", "beijing")]
    ['北京', 'beijing', 'beijing']
    """
    return name.strip().lower().removesuffix("市")


_SIMPLIFIED = str.maketrans(
    "萬東臨麗義烏樂雲亞倫關興岡農涼區華衛廈縣雙呂吳國圖壩壯婁寧賓寶爾崗島嶺峽廣莊慶張懷揚撫來楊樹畢漢瀋滄"
    "瀘澤濟溫灣濱濰潛煙瑪瓊鹽盤碼紅納紹綏綿肅蕪蘆蘇荊營薩許貝貢貴賀資贛遼達遷邁運連鄭鄲欽鐵銅銀錫錦鎮長門"
    "陽隴陝隨頂順頗饒馬駐魯鮮雞鴨鶴鷹黃齊龍臺峯澱鄉礦薌豐萊羅蓋廬閣壇陸晉綠靈",
    "万东临丽义乌乐云亚伦关兴冈农凉区华卫厦县双吕吴国图坝壮娄宁宾宝尔岗岛岭峡广庄庆张怀扬抚来杨树毕汉沈沧"
    "泸泽济温湾滨潍潜烟玛琼盐盘码红纳绍绥绵肃芜芦苏荆营萨许贝贡贵贺资赣辽达迁迈运连郑郸钦铁铜银锡锦镇长门"
    "阳陇陕随顶顺颇饶马驻鲁鲜鸡鸭鹤鹰黄齐龙台峰淀乡矿芗丰莱罗盖庐阁坛陆晋绿灵",
)
"""The traditional characters in names of cities and districts, each with the simplified one."""


def simplified(name: str) -> str:
    """Return a name with simplified characters, to ask whether it is meant.

    >>> simplified("武漢"), simplified("瀋陽"), simplified("北京")
    ('武汉', '沈阳', '北京')
    """
    return name.translate(_SIMPLIFIED)
