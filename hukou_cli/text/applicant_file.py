"""The words of an applicant's file that the program writes: its head, its sections, what each key means."""

from hukou_cli.text.language import Texts

APPLICANT_FILE: Texts = {
    "title": {"en": "{0}: an applicant's file", "zh": "{0}积分落户申请人文件"},
    "title_any": {"en": "An applicant's file, for any city", "zh": "落户申请人文件，各城市通用"},
    "how": {
        "en": "Take the # away before what you fill in, and change it.\nWhat is not filled in is told as missing.",
        "zh": "把需要填的行首 # 去掉，改成自己的情况；没填的会提示缺少。",
    },
    "run": {"en": "Then run: hukou score FILE", "zh": "填好后运行：hukou score 文件名"},
    "run_any": {"en": "Then run: hukou compare FILE", "zh": "填好后运行：hukou compare 文件名"},
    "privacy": {
        "en": "Write no name and no identity number here: none is needed.",
        "zh": "不要写姓名和身份证号，计分用不到。",
    },
    "invented": {"en": "This applicant is invented.", "zh": "以下申请人是虚构的。"},
    "told": {"en": "These are your answers; change them here.", "zh": "以下是您的回答，可直接修改。"},
    "imported": {
        "en": "The records of insurance below were imported. Compare them with the printout.",
        "zh": "以下社保记录由程序导入，请与缴费明细核对。",
    },
    "employer": {"en": "employer {0}", "zh": "单位 {0}"},
    "employer_named": {"en": "employer {0}: {1}", "zh": "单位 {0}：{1}"},
    "no_employer": {"en": "the printout does not name the employer", "zh": "缴费明细没有写明单位"},
    "ends": {
        "en": "the printout ends here; delete `to` if it still goes on",
        "zh": "缴费明细到此为止；仍在缴费就删去 to",
    },
    "marked": {
        "en": "some of these months were repaid, the printout does not say which: list them in back_paid",
        "zh": "其中有补缴，缴费明细没有写明是哪几个月：请列入 back_paid",
    },
    "imported_to": {
        "en": "{0} written. Fill in the rest, then run: hukou {1} {0}",
        "zh": "已写入 {0}。填好其余各项后运行：hukou {1} {0}",
    },
    "id": {"en": "any mark of yours", "zh": "自定的编号"},
    "person": {"en": "About the person", "zh": "个人情况"},
    "records": {
        "en": "What happened when: months are counted from these records.\n"
        "Copy a record as often as you need it. Of a kind that you have none of, write so above: {0} = []",
        "zh": "什么时候发生了什么：月数由这些记录计算。\n"
        "同一种记录可以抄写多条。一条都没有的种类，在上面写明：{0} = []",
    },
    "unfinished": {
        "en": "Not all told yet: the records of these kinds do not count until all are there and this line is gone.",
        "zh": "以下种类的记录尚未列完，暂不计入；补齐后删去这一行。",
    },
    "city": {"en": "What dated records do not tell, in {0}", "zh": "记录里看不出的{0}情况"},
    "defaults": {"en": "Only if it is different", "zh": "与默认不同时才需填写"},
    "default": {"en": "default: {0}", "zh": "默认：{0}"},
    "options": {"en": "one of: {0}", "zh": "可填：{0}"},
    "insurance": {
        "en": "Social insurance: one record for each employer",
        "zh": "社会保险：每个参保单位一条",
    },
    "home": {"en": "Homes: one record for each", "zh": "住所：每处一条"},
    "permit": {
        "en": "Residence permits: from issue to expiry",
        "zh": "居住证：签发到到期；一直有效的不写 to",
    },
    "study": {
        "en": "The study by which the degree was earned",
        "zh": "取得上述学历的就读经历",
    },
    "marriage": {"en": "Marriage", "zh": "婚姻"},
    "tax": {
        "en": "Individual income tax paid, in yuan, by calendar year",
        "zh": "个人所得税：每个自然年缴纳的税额（元），不是收入",
    },
    "penalty": {"en": "Offences", "zh": "违法犯罪记录"},
    "commendation": {"en": "Honours", "zh": "表彰奖励"},
    "blood_donation": {"en": "Donations of blood", "zh": "无偿献血"},
    "from": {"en": "first month", "zh": "第一个月"},
    "to": {"en": "last month; leave it out while it goes on", "zh": "最后一个月；仍在继续就不写"},
    "study.to": {"en": "month of graduation", "zh": "毕业的月份"},
    "home.from": {
        "en": "first month; of an own home that of the title deed",
        "zh": "第一个月；自有住所写产权登记的月份",
    },
    "marriage.from": {"en": "month of the marriage", "zh": "结婚的月份"},
    "permit.from": {"en": "month of issue", "zh": "签发的月份"},
    "permit.to": {"en": "month of expiry; leave it out while it is valid", "zh": "到期的月份；有效期内可不写"},
    "kinds": {"en": "which insurances; leave it out for all five", "zh": "险种；五险齐全就不写"},
    "insurance.district": {"en": "of the employer", "zh": "参保单位所在区"},
    "district": {"en": "in which district", "zh": "所在区"},
    "base": {
        "en": "monthly contribution base, yuan; a record for each base",
        "zh": "月缴费基数（元）；基数变了另写一条",
    },
    "back_paid": {"en": "months that were paid later", "zh": "事后补缴的月份"},
    "endorsed": {"en": "months of endorsement", "zh": "签注的月份"},
    "tenure": {"en": "{0}", "zh": "{0}"},
    "registered": {"en": "is the rental or dormitory declared to the city?", "zh": "租房、宿舍是否已登记备案"},
    "share": {"en": "the share held of an own home", "zh": "自有住所的产权份额"},
    "level": {"en": "the degree it earned", "zh": "取得的学历"},
    "part_time": {"en": "was it beside a job?", "zh": "是否在职就读"},
    "income": {"en": "yuan of tax, not of income", "zh": "税额（元）"},
    "kind": {"en": "{0}", "zh": "{0}"},
    "example_written": {
        "en": "{0} written: an invented person. Make it yours, then run: hukou {1} {0}",
        "zh": "已写入 {0}，其中是一位虚构的申请人。改成自己的情况后运行：hukou {1} {0}",
    },
    "written": {
        "en": "{0} written. Fill it in, then run: hukou {1} {0}",
        "zh": "已写入 {0}。填好后运行：hukou {1} {0}",
    },
}
