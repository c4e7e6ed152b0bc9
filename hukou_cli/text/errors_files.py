"""Messages of files and their form: reading them, TOML and JSON, keys and types, whatever the file holds."""

from hukou_cli.text.language import Texts

FILES: Texts = {
    # ------------------------------------------------------------ reading
    "file-missing": {
        "en": "there is no such file\nCheck the name and the folder.",
        "zh": "没有这个文件\n请核对文件名和所在文件夹。",
    },
    "file-is-folder": {"en": "this is a folder\nName a file in it.", "zh": "这是一个文件夹\n请给出其中的文件。"},
    "file-unreadable": {"en": "cannot be read: {reason}", "zh": "无法读取：{reason}"},
    "file-too-large": {
        "en": "larger than {allowed} MB, so it is not such a file\nAn applicant or a policy takes a few KB.",
        "zh": "超过 {allowed} MB，不是此类文件\n申请人或政策文件只有几 KB。",
    },
    "file-exists": {
        "en": "this file already exists\nWrite to another place, or move the file away first.",
        "zh": "文件已存在\n请写到别处，或先移走该文件。",
    },
    "no-example": {
        "en": "there is no invented applicant of this city\nLeave out --example.",
        "zh": "没有该市的虚构申请人\n请去掉 --example。",
    },
    "file-empty": {
        "en": "the file is empty\n"
        "`hukou init CITY -o FILE` writes one to fill in; with --example it is filled in already.",
        "zh": "文件是空的\n`hukou init 城市 -o 文件` 可生成待填的文件；加 --example 则已填好一位虚构的申请人。",
    },
    "not-utf8": {"en": "not UTF-8 text\nSave the file as UTF-8.", "zh": "不是 UTF-8 文本\n请另存为 UTF-8。"},
    "wide-signs": {
        "en": "{signs} at “{seen}” is typed in full width, or as a curly quote\n"
        'Outside of text, signs are half-width: quotes ", and = [ ] {{ }} , : #',
        "zh": "“{seen}”处的 {signs} 是全角符号或弯引号\n"
        '文字以外须用英文半角符号：引号 "，等号 =，方括号 [ ]，花括号 {{ }}，逗号 , 冒号 : 井号 #',
    },
    "not-toml": {
        "en": "not TOML at “{seen}”: {reason}\n"
        'Text and months stand in quotes, as from = "2020-08"; a date, which must exist, without, as 2020-08-15; '
        "a table as [[home]] stands alone on its line.",
        "zh": "不是合法的 TOML，见“{seen}”：{reason}\n"
        '文字和月份须加引号，如 from = "2020-08"；日期不加引号且须存在，如 2020-08-15；[[home]] 这样的表名独占一行。',
    },
    "not-json": {
        "en": "not JSON at “{seen}”: {reason}\nNames, text and months stand in double quotes; no comma before }} or ].",
        "zh": "不是合法的 JSON，见“{seen}”：{reason}\n名称、文字和月份须加双引号；}} 和 ] 之前不写逗号。",
    },
    "no-such-folder": {"en": "there is no such folder of policies", "zh": "没有这个政策文件夹"},
    # ------------------------------------------------------------ keys and types
    "unknown-key": {
        "en": "unknown key `{key}`\n{nearest}Known here: {allowed}",
        "zh": "未知的键 `{key}`\n{nearest}此处可用：{allowed}",
    },
    "no-such-text": {
        "en": "`{seen}` is no text of the policy\nEnglish is written of names, meanings, notes and caveats alone.",
        "zh": "`{seen}` 不是政策文件中的文字\n英文只写名称、含义、说明等文字。",
    },
    "no-english": {"en": "“{seen}” has no English\nAdd it to {allowed}.", "zh": "“{seen}”缺少英文\n请补入 {allowed}。"},
    "missing-key": {"en": "`{key}` is missing\nAdd it.", "zh": "缺少 `{key}`\n请补上。"},
    "misspelt-fact": {
        "en": "`{seen}` is not one of the shared facts\n{nearest}A fact of your own needs `type` and `name`.",
        "zh": "`{seen}` 不是各城市共用的填写项\n{nearest}本市自己的填写项须写 type 和 name。",
    },
    "unknown-placeholder": {
        "en": "nothing is put in the place of `{seen}`\n"
        "With `each` in the same table, {{id}} becomes the id of an entry and {{name}} its word.",
        "zh": "`{seen}` 无可代入的内容\n同一表中写有 each 时，{{id}} 代入其标识，{{name}} 代入其名称。",
    },
    "wrong-type": {"en": "“{seen}” is not {allowed}", "zh": "“{seen}”不是{allowed}"},
    "out-of-range": {"en": "{seen} is not within {allowed}", "zh": "{seen} 不在 {allowed} 之内"},
    "wrong-shape": {"en": "what stands here does not fit the form of the file", "zh": "此处的内容不符合文件格式"},
    "not-one-of": {
        "en": "“{seen}” is not one of {allowed}\n{nearest}{help}",
        "zh": "“{seen}”不在可选项中：{allowed}\n{nearest}{help}",
    },
}
