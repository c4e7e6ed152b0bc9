"""Words of tables of applicants: headings, rejects, what ``hukou batch`` and ``hukou rank`` say at the end."""

from hukou_cli.text.language import Texts

TABLE: Texts = {
    "name_and_id": {"en": "{} (`{}`)", "zh": "{}（{}）"},
    "batch_readings": {
        "en": "{} can be counted in two ways, depending on “{}” (`{}`); the figure in the table is taken as it is",
        "zh": "{}有两种算法，取决于“{}”（{}）；表中所填的数字按原样计算",
    },
    "batch_expired": {
        "en": "By rules that end on {0}; {1} were not seen, so nobody is told to be at or above the line.",
        "zh": "按 {0} 到期的规则计算；{1}未见，因此不说明谁达到分数线。",
    },
    "batch_counts": {"en": "read {} = scored {} + rejected {}", "zh": "读取 {} 行 = 计分 {} 行 + 未计分 {} 行"},
    "batch_mistakes": {"en": "the commonest mistakes: {}", "zh": "最常见的问题：{}"},
    "batch_mistake": {"en": "{} [{}] {} times", "zh": "{} [{}] {} 处"},
    "batch_records": {
        "en": "records read {} = used {} + of rejected people {} + of nobody in the table {}",
        "zh": "读取记录 {} 条 = 已用 {} 条 + 属未计分人员 {} 条 + 表中无此人 {} 条",
    },
    "batch_nobodys": {"en": "records of nobody are listed in {}", "zh": "无主记录见 {}"},
    "batch_without_records": {
        "en": "without any dated record, so that nothing is counted for them: {} rows",
        "zh": "{} 行没有任何记录，各项均未按记录计算",
    },
    "batch_without_records_one": {
        "en": "without any dated record, so that nothing is counted for it: 1 row",
        "zh": "1 行没有任何记录，各项均未按记录计算",
    },
    "batch_given_and_counted": {
        "en": "a figure in the table differs from what the records come to, and counts: {} rows",
        "zh": "{} 行所填的数字与按记录计算的不同，以填写的为准",
    },
    "batch_given_and_counted_one": {
        "en": "a figure in the table differs from what the records come to, and counts: 1 row",
        "zh": "1 行所填的数字与按记录计算的不同，以填写的为准",
    },
    "column_row": {"en": "Line", "zh": "行号"},
    "column_rank": {"en": "Rank", "zh": "名次"},
    "column_rank_key": {"en": "Ranked by: {}", "zh": "排名依据：{}"},
    "column_admitted": {"en": "Admitted", "zh": "入围"},
    "column_eligible": {"en": "Eligible", "zh": "符合申请条件"},
    "column_failed_gates": {"en": "Conditions not met", "zh": "不符合的条件"},
    "column_no_route": {"en": "None of the routes", "zh": "各条途径均不符合"},
    "column_routes": {"en": "Routes met", "zh": "符合的途径"},
    "column_core_share": {"en": "Share of the main items", "zh": "主要项占比"},
    "column_enters_ranking": {"en": "Enough to be ranked", "zh": "达到参加排名的最低分"},
    "column_line": {"en": "Line to reach", "zh": "分数线"},
    "column_line_kind": {"en": "Kind of line", "zh": "分数线类别"},
    "column_distance": {"en": "Distance to the line", "zh": "距分数线"},
    "column_reached": {"en": "Line reached", "zh": "达线"},
    "column_may_rise": {"en": "The last line may rise each round by", "zh": "上次分数线每批次可升"},
    "line_pass_mark": {"en": "pass mark", "zh": "达标分"},
    "line_cutoff": {"en": "cut-off", "zh": "入围分"},
    "line_published_line": {"en": "line published", "zh": "公布分数线"},
    "reject_record": {"en": "Line of the record", "zh": "记录行号"},
    "reject_cell": {"en": "Cell", "zh": "单元格"},
    "reject_id": {"en": "Id", "zh": "编号"},
    "reject_column": {"en": "Column", "zh": "列"},
    "reject_value": {"en": "Value", "zh": "内容"},
    "reject_code": {"en": "Code", "zh": "代码"},
    "reject_problem": {"en": "Problem", "zh": "问题"},
    "reject_hint": {"en": "What to do", "zh": "处理办法"},
    "batch_passed_over": {"en": "skipped {}: {}", "zh": "跳过 {} 行：{}"},
    "batch_blank": {"en": "blank rows {}", "zh": "空行 {} 行"},
    "batch_sums": {"en": "total rows {} (lines {})", "zh": "合计行 {} 行（第 {} 行）"},
    "batch_converted": {
        "en": "cells with full-width digits, blanks around them or a unit, converted: {}",
        "zh": "已转换全角数字、首尾空格和单位：{} 格",
    },
    "batch_rejects": {"en": "rejected rows are listed in {}", "zh": "未计分行见 {}"},
    "sheet_scores": {"en": "Scores", "zh": "得分"},
    "sheet_rejects": {"en": "Not scored", "zh": "未计分"},
    "sheet_remarks": {"en": "Remarks", "zh": "说明"},
    "sheet_of_file": {"en": "sheet “{1}” of {0}", "zh": "{0} 的工作表“{1}”"},
    "remarks_table": {"en": "Table: {}", "zh": "原表：{}"},
    "remarks_sources": {"en": "Sources:", "zh": "依据："},
    "batch_eligible": {"en": "eligible {}", "zh": "符合申请条件 {} 行"},
    "batch_reach": {"en": "of them at or above the line {}", "zh": "其中达到分数线 {} 行"},
    "batch_reach_entry": {
        "en": "of them with enough to be ranked {}",
        "zh": "其中达到参加排名的最低分 {} 行",
    },
    "batch_no_line": {"en": "the line of this round is not published", "zh": "本批次分数线未公布"},
    "batch_median": {"en": "their median total {}", "zh": "符合者总分的中位数为 {}"},
    "batch_not_needed": {
        "en": "scored though a fact is missing, which makes no difference to the row: {}",
        "zh": "{} 行缺少的填写项对其结果没有影响，已照常计分",
    },
    "batch_disputed": {
        "en": "scored with a figure that can be counted in two ways, taken as it is: {}",
        "zh": "{} 行含算法有争议的数字，按所填数字计算",
    },
    "repeated_ids": {"en": "{} ids occur more than once: {}", "zh": "{} 个编号重复：{}"},
    "repeated_ids_one": {"en": "1 id occurs more than once: {1}", "zh": "1 个编号重复：{1}"},
    "repeated_id": {"en": "{} ({} rows)", "zh": "{}（{} 行）"},
    "batch_more": {
        "en": "There are more; --rejects FILE lists all of them.",
        "zh": "还有更多；--rejects 文件 可列出全部。",
    },
    "batch_rows": {"en": "{} rows, {} a second", "zh": "{} 行，每秒 {} 行"},
    "batch_left": {"en": "{} s left", "zh": "剩余 {} 秒"},
    "rank_quota": {
        "en": "{} above, {} tied at {}, quota {}, admitted {}",
        "zh": "线上 {} 人，并列 {} 人（{}），落户规模 {}，入围 {} 人",
    },
    "rank_all": {
        "en": "no quota: {} ranked, all admitted, the lowest at {}",
        "zh": "不限规模：{} 人全部入围（最低：{}）",
    },
    "cutoff_points": {"en": "{}", "zh": "{} 分"},
    "rank_here": {
        "en": "{} ranks by: {}. Rank with hukou batch --rank; hukou rank without --by goes by the total alone.",
        "zh": "{}的排名依次按：{}。请用 hukou batch --rank 排名；hukou rank 不写 --by 时只按总分。",
    },
    "rank_only": {
        "en": "{} ranked. Who gets in is not said: the table need not hold everybody who applies.\n"
        "  --quota N gives the places there are; --complete says that all applicants of the round are in the table.",
        "zh": "{} 人已排名。表中不一定是全部申请人，因此不说明谁能落户。\n"
        "  --quota N 给出名额；若表中是本批次全部申请人，请加 --complete。",
    },
    "rank_below": {
        "en": "{} ranked. Who gets in is not said, and `admitted` is empty: {} of those within the quota lie below "
        "the line published of this round, so these are not all who applied.\n"
        "  `reached` compares each total with that line. To rank this table alone, leave --quota and --complete away.",
        "zh": "{} 人已排名。名额内有 {} 人低于本批次已公布的分数线，可见表中不是全部申请人，"
        "因此不说明谁能入围，入围一列留空。\n"
        "  是否达到该分数线，见“达线”（reached）一列。只在表内排名的，请去掉 --quota 和 --complete。",
    },
    "rank_within": {
        "en": "{} ranked, all within the quota of {}, the lowest at {}",
        "zh": "{} 人排名，均在落户规模 {} 内（最低：{}）",
    },
    "rank_of_table": {
        "en": "The ranks are those of this table alone.",
        "zh": "名次仅为表内名次。",
    },
    "rank_nobody": {"en": "no one qualifies to be ranked", "zh": "无人可排名"},
    "rank_strict": {
        "en": "Ties at the quota are equal on every key: none of them is admitted.",
        "zh": "名额边界上的同分者各项排序指标也相同，均不入围。",
    },
}
