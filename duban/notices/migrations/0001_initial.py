import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('orgs', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('reading', '识别中'), ('ready', '待校对'), ('failed', '无法识别'), ('confirmed', '已入台账'), ('discarded', '已放弃')], default='queued', max_length=12, verbose_name='状态')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                ('stage', models.CharField(blank=True, max_length=60, verbose_name='步骤')),
                ('failure', models.TextField(blank=True, verbose_name='原因')),
                ('source_text', models.TextField(blank=True)),
                ('source_blocks', models.JSONField(blank=True, null=True)),
                ('reading', models.JSONField(blank=True, null=True)),
                ('current', models.JSONField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('decisions', models.JSONField(blank=True, default=dict)),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='files.storedfile', verbose_name='文件')),
                ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '来文草稿',
                'verbose_name_plural': '来文草稿',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='draft_failure_says_why', violation_error_message='无法识别的来文应写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ready', 'confirmed']), _negated=True), ('current__isnull', False), _connector='OR'), name='draft_ready_has_reading'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ['confirmed', 'discarded'])), models.Q(models.Q(('state__in', ['confirmed', 'discarded']), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='draft_finished_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('original', '首次下达'), ('addition', '补充'), ('correction', '更正')], default='original', max_length=12, verbose_name='性质')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('issuer', models.CharField(blank=True, max_length=100, verbose_name='发文机关')),
                ('index_number', models.CharField(blank=True, max_length=60, verbose_name='索引号')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='公开日期')),
                ('source_text', models.TextField()),
                ('confirmed_at', models.DateTimeField(verbose_name='确认时间')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='notices.noticedraft')),
            ],
            options={
                'verbose_name': '来文',
                'verbose_name_plural': '来文',
                'ordering': ['-year', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('document_number', ''), _negated=True), fields=('document_number',), name='notice_document_number', violation_error_message='该文号的来文已入台账。')],
            },
        ),
        migrations.CreateModel(
            name='DraftCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('payload', models.JSONField()),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='notices.noticedraft')),
            ],
            options={
                'verbose_name': '校对记录',
                'verbose_name_plural': '校对记录',
                'ordering': ['draft_id', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('draft', 'seq'), name='correction_seq'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='correction_undone_pair')],
            },
        ),
        migrations.CreateModel(
            name='NoticeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='种类')),
                ('sentence', models.TextField(verbose_name='依据')),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('data', models.JSONField(default=dict, verbose_name='内容')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='notices.notice')),
            ],
            options={
                'verbose_name': '来文要求',
                'verbose_name_plural': '来文要求',
                'ordering': ['notice_id', 'id'],
            },
        ),
    ]
