"""
The first words for the consent to a credit check, apart from every other consent.

Written for this portal after article 29 of the Personal Information Protection Law and article 18 of the
Regulation on the Credit Reporting Industry: whoever asks for a person's credit needs that person's written
consent, for a purpose that was agreed on.
"""

from datetime import date

from django.db import migrations

EFFECTIVE = date(2021, 1, 1)
WORDS = {
    "title": "查询信用信息授权书",
    "summary": "您授权受理贷款申请的合作银行和担保机构，仅为审批您这次申请，查询您本人和您企业的信用信息。平台自己不查询，也看不到查询结果。",
    "body": """一、授权给谁
受理您贷款申请的合作银行；产品需要担保时，还包括对应的担保机构。团市委、区县团委和本平台不查询您的信用信息，也得不到查询结果。

二、查询什么、为什么
银行和担保机构可以向金融信用信息基础数据库和依法设立的征信机构查询您本人和您企业的信用信息，只用于审批您在本平台提交的这笔贷款申请。

三、什么时候生效
您的申请由团市委推荐给银行以后，银行才能看到申请和这份授权。推荐之前，没有人会据此查询。

四、可以不同意，也可以撤回
不同意就不能提交贷款申请，不影响您使用本平台的其他服务。您随时可以在“我的授权”中撤回；推荐给银行之前撤回的，申请不能继续办理；银行此前已经完成的查询不受影响。

五、版本
内容变化时公布新的版本，并重新征求您的同意。旧版本继续可查。""",
    "title_en": "Consent to a credit check",
    "summary_en": "You allow the partner bank and the guarantor that handle your application to ask for the credit "
    "record of you and your company, to decide on this application only. The portal itself asks for nothing "
    "and sees no result.",
    "body_en": """1. Whom you allow
The partner bank that handles your application and, where the product needs a guarantee, the guarantor. The youth league and this portal do not ask for your credit record and do not receive it.

2. What is asked for, and why
The bank and the guarantor may ask the national credit database and licensed credit agencies for the credit record of you and your company, and use it only to decide on the application that you hand in here.

3. From when
The bank sees your application and this consent only after the municipal committee has recommended it. Before that nobody asks for anything on the strength of it.

4. You may refuse, and withdraw
Without this consent no loan application can be handed in; every other service of the portal stays open to you. You can withdraw it at any time under "My consents". If you do so before the application is recommended to a bank, it cannot go on. A check that the bank has made before stays lawful.

5. Versions
When the words change, a new version is published and you are asked again. Old versions stay readable.""",
}


def load(apps, schema_editor):
    apps.get_model("accounts", "ConsentText").objects.create(
        scope="credit", version=1, effective_from=EFFECTIVE, **WORDS
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_a_consent_to_the_credit_check")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
