import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_who_and_when'),
        ('orgs', '0001_initial'),
        ('orgs', '__first__'),
        ('oversight', '0002_closings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='督查名称')),
                ('kind', models.CharField(choices=[('general', '综合督查'), ('special', '专项督查'), ('event', '事件调查'), ('daily', '日常督办'), ('clue', '线索核查')], max_length=10, verbose_name='类别')),
                ('source', models.CharField(max_length=200, verbose_name='事项来源')),
                ('content', models.TextField(verbose_name='督查内容')),
                ('methods', models.CharField(max_length=200, verbose_name='督查方式')),
                ('first_day', models.DateField(verbose_name='开始日期')),
                ('last_day', models.DateField(verbose_name='结束日期')),
                ('overlap_reason', models.TextField(blank=True, verbose_name='与其他督查对象重叠的说明')),
                ('state', models.CharField(choices=[('draft', '拟订方案'), ('submitted', '待批准'), ('approved', '已批准'), ('started', '进行中'), ('concluded', '已有结论'), ('cancelled', '已取消')], default='draft', max_length=10, verbose_name='状态')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='组长')),
                ('matters', models.ManyToManyField(blank=True, related_name='inspections', to='ledger.matter', verbose_name='涉及事项')),
                ('team', models.ManyToManyField(related_name='inspections', to=settings.AUTH_USER_MODEL, verbose_name='督查组')),
                ('units', models.ManyToManyField(related_name='inspections', to='orgs.unit', verbose_name='督查对象')),
            ],
            options={
                'verbose_name': '督查',
                'verbose_name_plural': '督查',
                'ordering': ['-first_day', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('approved_at__isnull', False), _connector='OR'), name='inspection_approved_when'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='inspection_days'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'started', 'concluded']), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='inspection_was_approved', violation_error_message='督查须经批准。')],
            },
        ),
        migrations.CreateModel(
            name='Conclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.TextField(verbose_name='事实和证据')),
                ('text', models.TextField(verbose_name='结论')),
                ('written_at', models.DateTimeField()),
                ('served_at', models.DateTimeField(blank=True, null=True, verbose_name='送达时间')),
                ('objection', models.TextField(blank=True, verbose_name='异议')),
                ('objected_at', models.DateTimeField(blank=True, null=True, verbose_name='异议时间')),
                ('upheld', models.BooleanField(null=True, verbose_name='异议成立')),
                ('decision', models.TextField(blank=True, verbose_name='复核决定')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='复核时间')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('objected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('served_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='orgs.unit', verbose_name='单位')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='oversight.inspection', verbose_name='督查')),
            ],
            options={
                'verbose_name': '督查结论',
                'verbose_name_plural': '督查结论',
                'ordering': ['inspection_id', 'unit__position', 'unit_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('served_by__isnull', True), ('served_at__isnull', False), _connector='OR'), name='conclusion_served_when'), models.CheckConstraint(condition=models.Q(('objected_by__isnull', True), ('objected_at__isnull', False), _connector='OR'), name='conclusion_objected_when'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('decided_at__isnull', False), _connector='OR'), name='conclusion_decided_when'), models.UniqueConstraint(fields=('inspection', 'unit'), name='conclusion_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('upheld__isnull', True)), models.Q(('decided_at__isnull', False), ('objected_at__isnull', False), ('upheld__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='conclusion_decision_whole')],
            },
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='整改要求')),
                ('due_on', models.DateField(verbose_name='整改期限')),
                ('result', models.TextField(blank=True, verbose_name='整改情况')),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='报送时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='核实时间')),
                ('conclusion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='oversight.conclusion')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='orgs.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '整改',
                'verbose_name_plural': '整改',
                'ordering': ['due_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reported_by__isnull', True), ('reported_at__isnull', False), _connector='OR'), name='rectification_reported_when'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='rectification_confirmed_when')],
            },
        ),
        migrations.CreateModel(
            name='Urging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('remind', '提醒'), ('urge', '督办函'), ('talk', '约谈建议')], max_length=8, verbose_name='方式')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='文号')),
                ('reason', models.TextField(verbose_name='缘由')),
                ('demand', models.TextField(verbose_name='要求')),
                ('reply_by', models.DateField(verbose_name='回复期限')),
                ('given_at', models.DateTimeField(verbose_name='发出时间')),
                ('reply', models.TextField(blank=True, verbose_name='回复')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='回复时间')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发出人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='ledger.matter', verbose_name='事项')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='orgs.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '催办',
                'verbose_name_plural': '催办',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('replied_by__isnull', True), ('replied_at__isnull', False), _connector='OR'), name='urging_replied_when'), models.UniqueConstraint(fields=('year', 'number'), name='urging_number'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', False), ('step', 'urge')), models.Q(models.Q(('step', 'urge'), _negated=True), ('number__isnull', True)), _connector='OR'), name='urging_letters_have_numbers'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('demand', ''), _negated=True)), name='urging_says_why')],
            },
        ),
    ]
