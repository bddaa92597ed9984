import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('notices', '0001_initial'),
        ('orgs', '0001_initial'),
        ('orgs', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveIntegerField(verbose_name='次序')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='序号')),
                ('code', models.CharField(db_index=True, max_length=30, verbose_name='编号')),
                ('text', models.TextField(verbose_name='事项')),
                ('body', models.TextField(verbose_name='正文')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='标题')),
                ('extras', models.JSONField(blank=True, default=list, verbose_name='其他载明内容')),
                ('source_start', models.PositiveIntegerField(blank=True, null=True)),
                ('source_end', models.PositiveIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('assigned', '已交办'), ('withdrawn', '撤销')], default='assigned', max_length=12, verbose_name='状态')),
                ('target_count', models.PositiveSmallIntegerField(default=0, verbose_name='指标数')),
                ('search', models.TextField(blank=True)),
                ('display', models.JSONField(blank=True, default=dict)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='notices.notice', verbose_name='来文')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='ledger.matter', verbose_name='替代事项')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_matters', to='notices.notice', verbose_name='撤销依据')),
            ],
            options={
                'verbose_name': '事项',
                'verbose_name_plural': '事项',
                'ordering': ['programme__ordinal', 'ordinal', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('proposed', '待确认'), ('confirmed', '已确认'), ('rejected', '不拆分')], default='proposed', max_length=10, verbose_name='状态')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='拆分理由')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='ledger.matter', verbose_name='事项')),
            ],
            options={
                'verbose_name': '事项分项',
                'verbose_name_plural': '事项分项',
                'ordering': ['matter_id', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'seq'), name='clause_seq'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='clause_span')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('printed_name', models.CharField(max_length=100, verbose_name='来文所载名称')),
                ('role', models.CharField(choices=[('lead', '牵头'), ('responsible', '责任'), ('cooperating', '配合')], max_length=12, verbose_name='角色')),
                ('scope', models.CharField(blank=True, choices=[('nation', '国家'), ('province', '省级'), ('city', '市级'), ('district', '区级'), ('', '未载明')], default='', max_length=10, verbose_name='层级')),
                ('label', models.CharField(blank=True, max_length=40, verbose_name='来文标注')),
                ('part', models.PositiveSmallIntegerField(default=0, verbose_name='部分')),
                ('part_text', models.CharField(blank=True, max_length=300, verbose_name='承担部分')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('lead', models.BooleanField(default=False, verbose_name='牵头')),
                ('role_source', models.CharField(choices=[('printed', '来文载明'), ('inferred', '推定'), ('confirmed', '经确认')], default='printed', max_length=10, verbose_name='角色来源')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='终止时间')),
                ('basis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.notice', verbose_name='依据')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='orgs.unit', verbose_name='单位')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='ledger.clause', verbose_name='分项')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='ledger.matter', verbose_name='事项')),
            ],
            options={
                'verbose_name': '承办关系',
                'verbose_name_plural': '承办关系',
                'ordering': ['matter_id', 'part', 'ordinal', 'id'],
                'indexes': [models.Index(fields=['unit', 'matter'], name='assignment_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('matter', 'unit', 'part', 'scope', 'role'), name='assignment_once', violation_error_message='该单位已承办此事项。')],
            },
        ),
        migrations.CreateModel(
            name='MatterLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.PositiveSmallIntegerField(verbose_name='程度')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('status', models.CharField(choices=[('proposed', '待确认'), ('confirmed', '同一目标'), ('rejected', '不是同一目标')], default='proposed', max_length=10, verbose_name='状态')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_from', to='ledger.matter')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to', to='ledger.matter')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '同一目标',
                'verbose_name_plural': '同一目标',
                'ordering': ['-grade', 'id'],
                'constraints': [models.UniqueConstraint(fields=('a', 'b'), name='link_once'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='link_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('level', models.CharField(choices=[('nation', '国家'), ('province', '省级'), ('city', '市级'), ('district', '区级'), ('none', '未分级')], max_length=10, verbose_name='层级')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('annex', models.CharField(blank=True, max_length=40, verbose_name='附件')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='notices.notice', verbose_name='来文')),
            ],
            options={
                'verbose_name': '分解方案',
                'verbose_name_plural': '分解方案',
                'ordering': ['-year', 'ordinal'],
                'constraints': [models.UniqueConstraint(fields=('year', 'ordinal'), name='programme_ordinal')],
            },
        ),
        migrations.AddField(
            model_name='matter',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='ledger.programme', verbose_name='分解方案'),
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.TextField(blank=True, verbose_name='条件')),
                ('shared', models.BooleanField(default=False, verbose_name='公用')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '视图',
                'verbose_name_plural': '视图',
                'ordering': ['-shared', 'name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='view_name', violation_error_message='您已有同名视图。')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='序号')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='ledger.programme', verbose_name='分解方案')),
            ],
            options={
                'verbose_name': '部分',
                'verbose_name_plural': '部分',
                'ordering': ['programme_id', 'ordinal'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'ordinal'), name='section_ordinal')],
            },
        ),
        migrations.AddField(
            model_name='matter',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='ledger.section', verbose_name='部分'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['programme', 'state', 'ordinal'], name='matter_list'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('programme', 'ordinal'), name='matter_ordinal'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='matter_has_text'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_by__isnull', False), _connector='OR'), name='matter_withdrawn_by_document', violation_error_message='撤销事项须有文件依据。'),
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('version_kind', models.CharField(choices=[('original', '来文原值'), ('correction', '更正'), ('revision', '调整')], default='original', max_length=10, verbose_name='版本性质')),
                ('kind', models.CharField(choices=[('amount', '数量'), ('growth', '增长'), ('level', '水平'), ('cap', '控制'), ('per', '标准')], max_length=8, verbose_name='类别')),
                ('phrase', models.CharField(max_length=300, verbose_name='原文')),
                ('what', models.CharField(max_length=150, verbose_name='指标')),
                ('op', models.CharField(max_length=2, verbose_name='关系')),
                ('value', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='目标值')),
                ('unit', models.CharField(blank=True, max_length=30, verbose_name='计量单位')),
                ('due', models.CharField(blank=True, max_length=60, verbose_name='时限')),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('figure_start', models.PositiveIntegerField(blank=True, null=True)),
                ('figure_end', models.PositiveIntegerField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='依据文号')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, verbose_name='不作为指标')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='ledger.clause')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='ledger.matter', verbose_name='事项')),
            ],
            options={
                'verbose_name': '量化目标',
                'verbose_name_plural': '量化目标',
                'ordering': ['matter_id', 'ordinal', 'version'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'ordinal', 'version'), name='target_version'), models.CheckConstraint(condition=models.Q(('op__in', ['=', '>=', '>', '<=', '<', '~'])), name='target_op'), models.CheckConstraint(condition=models.Q(('version_kind', 'original'), models.Q(models.Q(('reason', ''), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='target_change_says_why', violation_error_message='更正或调整目标须写明理由。'), models.CheckConstraint(condition=models.Q(models.Q(('version_kind', 'revision'), _negated=True), models.Q(('document_number', ''), _negated=True), _connector='OR'), name='target_revision_has_document', violation_error_message='调整目标须有依据文号。')],
            },
        ),
    ]
