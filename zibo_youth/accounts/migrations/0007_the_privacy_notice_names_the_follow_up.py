"""
The second version of the privacy notice: it names the questions after a stay.

Version 1 with one paragraph more; a version never changes, so new words are a new row.
"""

from datetime import date

from django.db import migrations

# In force with the Personal Information Protection Law.
EFFECTIVE = date(2021, 11, 1)
AFTER_ZH = """

回访：住过驿站之后，我们在退房当天、30 天和 90 天各用一条短信请您回答住得怎么样、工作有没有着落，没有回答只提醒一次，工作人员也可能打电话问。回答与否由您决定，不影响任何服务；撤回对本政策的同意后，我们不再询问。您说的签约由区县团委核实后才计入统计；您写下的意见和单位随入住单一起到期删除。

三、怎样保护"""
AFTER_EN = """

Follow-up: after a stay at a station we ask you by one text message each, on the day of check-out and 30 and 90 days later, how the stay was and whether you have found work; whoever does not answer is reminded once, and staff may ring. Whether you answer is up to you and changes nothing. If you withdraw the consent to this notice, we ask no more. A job that you tell us about counts in the figures when the district committee has confirmed it; your comments and the employer's name are erased together with the stay.

3. How it is protected"""


def load(apps, schema_editor):
    ConsentText = apps.get_model("accounts", "ConsentText")
    first = ConsentText.objects.get(scope="privacy", version=1)
    ConsentText.objects.create(
        scope="privacy",
        version=2,
        title=first.title,
        summary=first.summary,
        body=first.body.replace("\n\n三、怎样保护", AFTER_ZH),
        title_en=first.title_en,
        summary_en=first.summary_en,
        body_en=first.body_en.replace("\n\n3. How it is protected", AFTER_EN),
        effective_from=EFFECTIVE,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_consent_given_at_a_desk")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
