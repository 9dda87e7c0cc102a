"""
The first version of each privacy notice: privacy at large, the document number, the lodging register.

Written for this portal after articles 17, 29 and 30 of the Personal Information
Protection Law. A version never changes: new words are a new migration.
"""

from datetime import date

from django.db import migrations

EFFECTIVE = date(2020, 11, 1)

PRIVACY = {
    "title": "青年服务平台隐私政策",
    "summary": "我们只收集办理您所申请的服务需要的信息，只给经办这项服务的人员看，您随时可以查看、导出、更正，也可以撤回同意。",
    "body": """一、谁在处理您的信息
本平台由共青团淄博市委员会主办。您的信息由团市委和您所申请服务的区县团委、服务点经办人员处理。

二、收集什么、为什么
登录：手机号，用来确认是您本人并通知办理进度。
申请服务：姓名、出生日期、性别、学历、毕业院校、籍贯、紧急联系人，用来判断是否符合条件、安排服务和应急联系。
证件号码、住宿登记等敏感个人信息另行单独征得您的同意，不同意不影响浏览网站和使用不需要这些信息的功能。

三、怎样保护
证件号码加密保存，页面只显示后四位；工作人员查看完整号码须写明事由并留下记录；传输使用加密连接。

四、保存多久
服务结束后十二个月内用于核对和统计，之后删除可以识别您的内容，只留下不能识别个人的数字。法律另有规定的从其规定。

五、您的权利
在“我的资料”中可以查看、更正和导出；在“我的授权”中可以撤回同意；也可以联系主办单位要求删除、解释或投诉，我们在十五个工作日内答复。

六、政策变更
内容变化时公布新的版本并重新征求同意，旧版本继续可查。""",
    "title_en": "Privacy notice of the youth service portal",
    "summary_en": "We collect only what the service you ask for needs, show it only to the staff who handle it, "
    "and you can see, export, correct it or withdraw your consent at any time.",
    "body_en": """1. Who handles your information
The portal is run by the Zibo Municipal Committee of the Communist Youth League. Your information is handled by its staff and by the district committees and service points that handle what you apply for.

2. What we collect, and why
To log in: your mobile number, to know that it is you and to tell you how your request goes on.
To apply for a service: name, date of birth, gender, education, university, native place and an emergency contact, to see whether you meet the conditions, to arrange the service and to reach somebody in an emergency.
Sensitive information, such as the number of your identity document and the lodging register, needs a separate consent. If you refuse it, you can still read the site and use everything that does not need it.

3. How it is protected
Document numbers are stored encrypted and pages show the last four characters only. Staff who look at a full number must give a reason, and the look is recorded. Connections are encrypted.

4. How long it is kept
For twelve months after the service ends, for checks and statistics. Then everything that identifies you is removed and only figures remain, unless a law demands otherwise.

5. Your rights
See, correct and export your information under "My details"; withdraw consents under "My consents". You can also ask the organiser to delete or explain, or complain; you get an answer within fifteen working days.

6. Changes
When the notice changes, a new version is published and you are asked again. Old versions stay readable.""",
}

ID_NUMBER = {
    "title": "处理证件号码的单独同意",
    "summary": "证件号码用于确认“一人一份”和入住时核对本人。加密保存，只显示后四位。",
    "body": """处理的信息：身份证件类型和号码（敏感个人信息）。

为什么必须有：驿站免费入住按人计算，同一个人换手机号也只有一份；入住时前台要核对证件与本人一致。没有号码就无法确认。

对您的影响：号码一旦泄露可能被人冒用。我们因此加密保存，用不可逆的摘要判断重复，页面只显示后四位；工作人员查看完整号码须写明事由，每次查看都有记录。

保存期限：最后一次服务结束后十二个月。

不同意的后果：不能申请需要实名的服务（例如驿站入住），可以继续浏览网站、查询床位和使用其他功能。

撤回：在“我的授权”中随时撤回。撤回后不能再提交新的申请，已经完成的服务不受影响。""",
    "title_en": "Separate consent to the handling of your document number",
    "summary_en": "The number shows that a person is counted once, and that the guest at the desk is you. "
    "It is stored encrypted; pages show the last four characters.",
    "body_en": """What is handled: the type and number of your identity document (sensitive personal information).

Why it is needed: free nights are counted per person, also when the mobile number changes, and the desk must see that document and guest agree. Without the number neither is possible.

What it means for you: a leaked number can be misused. It is therefore stored encrypted, duplicates are found by a digest that cannot be reversed, and pages show the last four characters. Staff who look at the full number must give a reason, and every look is recorded.

How long: twelve months after the last service.

If you refuse: you cannot apply for services that need a real name, such as a stay at a station. You can still read the site, look for beds and use everything else.

Withdrawal: at any time under "My consents". You can then hand in no new application; services already given are not affected.""",
}

LODGING = {
    "title": "处理住宿登记信息的单独同意",
    "summary": "入住驿站时须依法登记住宿信息，并提供给驿站运营方办理入住。",
    "body": """处理的信息：入住和离开时间、房间床位、证件信息（行踪和敏感个人信息）。

为什么必须有：旅馆业治安管理规定要求登记住宿人员；驿站运营方需要这些信息安排床位、办理入住。

提供给谁：您预订的那一家驿站的运营方，仅用于办理您的这次入住；依法需要时由其向公安机关报送。

对您的影响：这些信息反映您在何时住在何处。只有该驿站、所在区县团委和团市委的经办人员可以看到，查看和修改都有记录。

保存期限：离店后十二个月，法律另有规定的从其规定。

不同意的后果：不能入住驿站，其他服务不受影响。

撤回：入住前可以随时撤回，撤回后未入住的预订将不能办理入住；已经发生的住宿登记依法保存。""",
    "title_en": "Separate consent to the handling of lodging registration",
    "summary_en": "The law demands that guests of a station are registered, and the operator needs the data to check you in.",
    "body_en": """What is handled: times of arrival and departure, room and bed, and your document (movements; sensitive personal information).

Why it is needed: public security rules for lodging demand that guests are registered, and the operator of the station needs the data to assign a bed and to check you in.

Who receives it: the operator of the one station that you book, for this stay only; where the law demands it, the operator reports to the police.

What it means for you: the data tell where you slept and when. Only staff of that station, of its district committee and of the city committee can see them, and every look and change is recorded.

How long: twelve months after departure, unless a law demands otherwise.

If you refuse: you cannot stay at a station; other services are not affected.

Withdrawal: at any time before arrival; a booking not yet begun can then not be checked in. Registrations of past stays are kept as the law demands.""",
}


def load(apps, schema_editor):
    ConsentText = apps.get_model("accounts", "ConsentText")
    for scope, words in (("privacy", PRIVACY), ("id_number", ID_NUMBER), ("lodging", LODGING)):
        ConsentText.objects.create(scope=scope, version=1, effective_from=EFFECTIVE, **words)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_the_city_its_districts_and_towns")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
