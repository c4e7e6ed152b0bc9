"""Words of a comparison of cities, as ``hukou compare`` shows it."""

from hukou_cli.text.language import Texts

COMPARISON: Texts = {
    "answer_head": {"en": "Answer", "zh": "结论"},
    "comparison": {"en": "Cities compared", "zh": "城市比较"},
    "possible": {"en": "{} cities are possible now: {}", "zh": "{} 个城市现在符合：{}"},
    "possible_one": {"en": "1 city is possible now: {1}", "zh": "1 个城市现在符合：{1}"},
    "possible_none": {"en": "No city is certain now.", "zh": "现在没有确定符合的城市。"},
    "asks_for": {"en": "no information for {} yet; give: {}", "zh": "未提供{}所需的信息，请填写：{}"},
    "see_city": {
        "en": "what is known of it: hukou score --city {}",
        "zh": "已知的内容见：hukou score --city {}",
    },
    "distance_head": {"en": "Distance", "zh": "差距"},
    "group_no_points": {"en": "No points needed", "zh": "无须积分"},
    "group_points": {
        "en": "By points: cities of yours, then the nearest to the line",
        "zh": "按积分：先列有本人记录的城市，再按距分数线由近到远",
    },
    "group_missing": {"en": "Missing information", "zh": "信息不足，暂不能判断"},
    "group_service": {"en": "Points for public services, not for hukou", "zh": "用于公共服务的积分，不用于落户"},
    "group_not_scored": {"en": "No score possible yet", "zh": "暂不能计分"},
    "comparison_note": {
        "en": "Facts you typed in apply only to the city they are under; records count where they happened. "
        "hukou score FILE --city CITY shows one city in full.",
        "zh": "直接填写的信息只用于其所属城市；记录按发生地计算。"
        "hukou score 文件 --city 城市 可查看某一城市的详细结果。",
    },
    "no_line": {"en": "no line known", "zh": "分数线未知"},
    "over": {"en": "round over", "zh": "批次已结束"},
    "projected": {"en": "round not announced", "zh": "批次尚未公布"},
}
