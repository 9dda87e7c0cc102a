"""The donor's consent to another purpose is kept as a scan, and not by its number alone."""

from django.db import migrations, models

import zibo_youth.core.private_files


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0018_an_allocation_names_a_line_of_the_bill")]

    operations = [
        migrations.AddField(
            model_name='purposechange',
            name='paper',
            field=models.FileField(blank=True, editable=False, storage=zibo_youth.core.private_files.private_storage, upload_to='gifts/', verbose_name='同意书扫描件'),
        ),
        migrations.AddField(
            model_name='purposechange',
            name='paper_type',
            field=models.CharField(blank=True, editable=False, max_length=40, verbose_name='文件类型'),
        ),
        migrations.AddConstraint(
            model_name='purposechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper', ''), ('paper_type', '')), models.Q(models.Q(('paper', ''), _negated=True), ('paper_type__in', ['image/jpeg', 'image/png', 'application/pdf'])), _connector='OR'), name='purpose_change_paper_is_picture_or_pdf'),
        ),
    ]
