"""Articles of the house with their files; the audit keeps what was written before."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
import zibo_youth.articles.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_exports_are_written_down'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='小写英文字母、数字和短横线，用在网址中，建立后不再改动', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9-]+\\Z', '只能用小写英文字母、数字和短横线')], verbose_name='网址名称')),
                ('section', models.CharField(choices=[('policy', '人才政策'), ('jobs', '岗位查询'), ('city', '城市融入')], max_length=8, verbose_name='栏目')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('summary', models.CharField(help_text='列表中显示的一两句话', max_length=160, verbose_name='摘要')),
                ('body', models.TextField(help_text='每行一段。“## ”开头是小标题，“- ”开头是列表，“1. ”开头是编号；**两个星号**之间加粗；链接写作 [文字](https://网址)。不支持其他格式。', validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name='正文')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='英文标题')),
                ('summary_en', models.CharField(blank=True, max_length=320, verbose_name='英文摘要')),
                ('body_en', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name='英文正文')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='文号或发布机关')),
                ('source_url', models.CharField(blank=True, help_text='以 https:// 开头', max_length=300, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='原文网址')),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('students', '在校学生'), ('graduates', '应届毕业生'), ('job_seekers', '求职青年'), ('founders', '创业青年'), ('workers', '在职青年')], max_length=12), blank=True, default=list, help_text='不勾选即面向所有青年', size=None, verbose_name='面向人群')),
                ('valid_from', models.DateField(blank=True, help_text='当天起有效', null=True, verbose_name='施行日期')),
                ('valid_until', models.DateField(blank=True, help_text='当天仍有效', null=True, verbose_name='有效期至')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='数字小的在前', verbose_name='排序')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('withdrawn', '已撤下')], default='draft', editable=False, max_length=9, verbose_name='状态')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='首次发布时间')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最近修改时间')),
                ('search_vector', django.contrib.postgres.search.SearchVectorField(editable=False, null=True, verbose_name='搜索索引')),
                ('areas', models.ManyToManyField(blank=True, help_text='不勾选即适用于全市', related_name='articles', to='accounts.area', verbose_name='适用区域')),
                ('reporting_org', models.ForeignKey(blank=True, help_text='区县维护的文章只面向本区县；留空由市级维护', limit_choices_to={'is_reporting': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='accounts.organisation', verbose_name='维护单位')),
            ],
            options={
                'verbose_name': '文章',
                'verbose_name_plural': '文章',
                'ordering': ['position', models.OrderBy(models.F('published_at'), descending=True, nulls_first=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ArticleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, help_text='小写英文字母、数字和短横线，用在网址中，建立后不再改动', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9-]+\\Z', '只能用小写英文字母、数字和短横线')], verbose_name='网址名称')),
                ('section', models.CharField(choices=[('policy', '人才政策'), ('jobs', '岗位查询'), ('city', '城市融入')], max_length=8, verbose_name='栏目')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('summary', models.CharField(help_text='列表中显示的一两句话', max_length=160, verbose_name='摘要')),
                ('body', models.TextField(help_text='每行一段。“## ”开头是小标题，“- ”开头是列表，“1. ”开头是编号；**两个星号**之间加粗；链接写作 [文字](https://网址)。不支持其他格式。', validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name='正文')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='英文标题')),
                ('summary_en', models.CharField(blank=True, max_length=320, verbose_name='英文摘要')),
                ('body_en', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name='英文正文')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='文号或发布机关')),
                ('source_url', models.CharField(blank=True, help_text='以 https:// 开头', max_length=300, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='原文网址')),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('students', '在校学生'), ('graduates', '应届毕业生'), ('job_seekers', '求职青年'), ('founders', '创业青年'), ('workers', '在职青年')], max_length=12), blank=True, default=list, help_text='不勾选即面向所有青年', size=None, verbose_name='面向人群')),
                ('valid_from', models.DateField(blank=True, help_text='当天起有效', null=True, verbose_name='施行日期')),
                ('valid_until', models.DateField(blank=True, help_text='当天仍有效', null=True, verbose_name='有效期至')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='数字小的在前', verbose_name='排序')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('withdrawn', '已撤下')], default='draft', editable=False, max_length=9, verbose_name='状态')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='首次发布时间')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最近修改时间')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='articles.article')),
                ('reporting_org', models.ForeignKey(blank=True, db_constraint=False, help_text='区县维护的文章只面向本区县；留空由市级维护', limit_choices_to={'is_reporting': True}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation', verbose_name='维护单位')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='文件编号')),
                ('title', models.CharField(max_length=80, verbose_name='附件名称')),
                ('file', models.FileField(storage=zibo_youth.articles.models.private_storage, upload_to='articles/', verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('content_type', models.CharField(max_length=40, verbose_name='文件类型')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要值')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='articles.article', verbose_name='文章')),
                ('uploaded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传账号')),
            ],
            options={
                'verbose_name': '文章附件',
                'verbose_name_plural': '文章附件',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AttachmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='文件编号')),
                ('title', models.CharField(max_length=80, verbose_name='附件名称')),
                ('file', models.FileField(storage=zibo_youth.articles.models.private_storage, upload_to='articles/', verbose_name='文件')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('content_type', models.CharField(max_length=40, verbose_name='文件类型')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要值')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ('article', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='articles.article', verbose_name='文章')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='articles.attachment')),
                ('uploaded_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传账号')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='article_found_by_its_tokens'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_from__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='article_ends_after_it_begins', violation_error_message='有效期不能早于施行日期'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body_en', ''), ('summary_en', ''), ('title_en', '')), models.Q(models.Q(('title_en', ''), _negated=True), models.Q(('summary_en', ''), _negated=True), models.Q(('body_en', ''), _negated=True)), _connector='OR'), name='article_english_is_whole_or_absent', violation_error_message='英文标题、摘要和正文须一并填写，或全部留空'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('source_url', ''), ('source_url__startswith', 'https://'), _connector='OR'), name='article_source_is_https', violation_error_message='原文网址须以 https:// 开头'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft')), models.Q(('published_at__isnull', False), ('state__in', ['published', 'withdrawn'])), _connector='OR'), name='article_state_agrees_with_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_articleevent" ("audiences", "body", "body_en", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published_at", "reporting_org_id", "section", "slug", "source", "source_url", "state", "summary", "summary_en", "title", "title_en", "updated_at", "valid_from", "valid_until") VALUES (OLD."audiences", OLD."body", OLD."body_en", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."published_at", OLD."reporting_org_id", OLD."section", OLD."slug", OLD."source", OLD."source_url", OLD."state", OLD."summary", OLD."summary_en", OLD."title", OLD."title_en", OLD."updated_at", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='917554706ad2bacc735e69402f1a92eb8395cfbf', operation='DELETE', pgid='pgtrigger_delete_delete_ddb9c', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_articleevent" ("audiences", "body", "body_en", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published_at", "reporting_org_id", "section", "slug", "source", "source_url", "state", "summary", "summary_en", "title", "title_en", "updated_at", "valid_from", "valid_until") VALUES (NEW."audiences", NEW."body", NEW."body_en", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."published_at", NEW."reporting_org_id", NEW."section", NEW."slug", NEW."source", NEW."source_url", NEW."state", NEW."summary", NEW."summary_en", NEW."title", NEW."title_en", NEW."updated_at", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='921cbe0e251c9d108e2d3fa53c22bdb36c65536f', operation='INSERT', pgid='pgtrigger_insert_insert_b6ebd', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."audiences" IS DISTINCT FROM (NEW."audiences") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."body_en" IS DISTINCT FROM (NEW."body_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."reporting_org_id" IS DISTINCT FROM (NEW."reporting_org_id") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_url" IS DISTINCT FROM (NEW."source_url") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."summary_en" IS DISTINCT FROM (NEW."summary_en") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))', func='INSERT INTO "articles_articleevent" ("audiences", "body", "body_en", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published_at", "reporting_org_id", "section", "slug", "source", "source_url", "state", "summary", "summary_en", "title", "title_en", "updated_at", "valid_from", "valid_until") VALUES (NEW."audiences", NEW."body", NEW."body_en", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."published_at", NEW."reporting_org_id", NEW."section", NEW."slug", NEW."source", NEW."source_url", NEW."state", NEW."summary", NEW."summary_en", NEW."title", NEW."title_en", NEW."updated_at", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='681a2affa15cb60016bd486932f2e2518cd293ec', operation='UPDATE', pgid='pgtrigger_update_update_d7697', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='97e38e30f4f2ced7f80fc829b7756986ceddd8a6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2e536', table='articles_articleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('content_type__in', ['image/jpeg', 'image/png', 'application/pdf'])), name='attachment_is_picture_or_pdf'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_attachmentevent" ("article_id", "content_type", "created_at", "file", "id", "original_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "sha256", "size", "title", "uploaded_by_id") VALUES (OLD."article_id", OLD."content_type", OLD."created_at", OLD."file", OLD."id", OLD."original_name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."public_id", OLD."sha256", OLD."size", OLD."title", OLD."uploaded_by_id"); RETURN NULL;', hash='30148382a9dc010ffa7fd2f3437a4c051d12dc1f', operation='DELETE', pgid='pgtrigger_delete_delete_9179e', table='articles_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_attachmentevent" ("article_id", "content_type", "created_at", "file", "id", "original_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "sha256", "size", "title", "uploaded_by_id") VALUES (NEW."article_id", NEW."content_type", NEW."created_at", NEW."file", NEW."id", NEW."original_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."public_id", NEW."sha256", NEW."size", NEW."title", NEW."uploaded_by_id"); RETURN NULL;', hash='7d622d287362416b992035711d0d27d744f04c08', operation='INSERT', pgid='pgtrigger_insert_insert_ada9a', table='articles_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "articles_attachmentevent" ("article_id", "content_type", "created_at", "file", "id", "original_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "sha256", "size", "title", "uploaded_by_id") VALUES (NEW."article_id", NEW."content_type", NEW."created_at", NEW."file", NEW."id", NEW."original_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."public_id", NEW."sha256", NEW."size", NEW."title", NEW."uploaded_by_id"); RETURN NULL;', hash='246eed3f14f491c083469a38299e6f396d756bac', operation='UPDATE', pgid='pgtrigger_update_update_827bb', table='articles_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c32734f8e60754570345c118f7968e2cbb297928', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_53f99', table='articles_attachmentevent', when='BEFORE')),
        ),
    ]
