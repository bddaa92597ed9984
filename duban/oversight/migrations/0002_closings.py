import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        ('ledger', '0005_who_and_when'),
        ('orgs', '0001_initial'),
        ('orgs', '__first__'),
        ('oversight', '0001_initial'),
        ('progress', '0006_nudges'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('applied', '申请办结'), ('verifying', '核验中'), ('returned', '退回继续办理'), ('closed', '已办结'), ('written_off', '已销号'), ('reopened', '重新办理'), ('withdrawn', '单位撤回')], default='applied', max_length=12, verbose_name='状态')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('result', models.TextField(verbose_name='办理结果')),
                ('applied_at', models.DateTimeField(verbose_name='申请时间')),
                ('grade', models.CharField(blank=True, choices=[('exceeded', '超额完成'), ('done', '按期完成'), ('late', '逾期完成'), ('partly', '部分完成'), ('not_done', '未完成')], max_length=10, verbose_name='结果等次')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('comment', models.TextField(blank=True, verbose_name='意见')),
                ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='重新办理时间')),
                ('applied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ManyToManyField(blank=True, related_name='+', to='files.storedfile', verbose_name='佐证材料')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='ledger.matter', verbose_name='事项')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='orgs.unit', verbose_name='申请单位')),
            ],
            options={
                'verbose_name': '办结',
                'verbose_name_plural': '办结',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('decided_at__isnull', False), _connector='OR'), name='closing_decided_when'), models.UniqueConstraint(condition=models.Q(('state__in', ['applied', 'verifying', 'closed', 'written_off'])), fields=('matter',), name='closing_one_live', violation_error_message='该事项已申请办结或已办结。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['closed', 'written_off']), _negated=True), models.Q(models.Q(('grade', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='closing_has_grade', violation_error_message='办结须评定结果等次。')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sampled', models.BooleanField(default=False, verbose_name='系统抽取')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='抽取理由')),
                ('drawn_at', models.DateTimeField(blank=True, null=True, verbose_name='抽取时间')),
                ('means', models.CharField(blank=True, choices=[('documents', '查阅资料'), ('telephone', '电话核实'), ('on_site', '实地核查')], max_length=10, verbose_name='核查方式')),
                ('found', models.CharField(blank=True, choices=[('true', '属实'), ('partly', '部分属实'), ('false', '不属实')], max_length=8, verbose_name='核查结果')),
                ('note', models.TextField(blank=True, verbose_name='核查情况')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='核查时间')),
                ('closing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='oversight.closing')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='ledger.matter', verbose_name='事项')),
                ('period', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='progress.period', verbose_name='报告期')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='orgs.unit', verbose_name='单位')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
            ],
            options={
                'verbose_name': '核查',
                'verbose_name_plural': '核查',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('verified_by__isnull', True), ('verified_at__isnull', False), _connector='OR'), name='verification_verified_when'), models.UniqueConstraint(condition=models.Q(('sampled', True)), fields=('matter', 'unit', 'period'), name='verification_drawn_once'), models.CheckConstraint(condition=models.Q(models.Q(('found', ''), ('verified_at__isnull', True)), models.Q(('verified_at__isnull', False), models.Q(('found', ''), _negated=True), models.Q(('means', ''), _negated=True)), _connector='OR'), name='verification_says_how', violation_error_message='核查须写明方式和结果。')],
            },
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('extension', '延期'), ('figure', '调整目标值')], max_length=10, verbose_name='类别')),
                ('state', models.CharField(choices=[('applied', '待审'), ('approved', '已同意'), ('refused', '未同意'), ('withdrawn', '单位撤回')], default='applied', max_length=10, verbose_name='状态')),
                ('reason', models.TextField(verbose_name='理由')),
                ('progress', models.TextField(verbose_name='目前进展')),
                ('old_due', models.DateField(verbose_name='原期限')),
                ('new_due', models.DateField(blank=True, null=True, verbose_name='申请期限')),
                ('new_value', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='申请目标值')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='依据文号')),
                ('applied_at', models.DateTimeField(verbose_name='申请时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审定时间')),
                ('decision', models.TextField(blank=True, verbose_name='审定意见')),
                ('applied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='ledger.matter', verbose_name='事项')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='ledger.target', verbose_name='指标')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='orgs.unit', verbose_name='申请单位')),
            ],
            options={
                'verbose_name': '延期和调整',
                'verbose_name_plural': '延期和调整',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('decided_at__isnull', False), _connector='OR'), name='adjustment_decided_when'), models.UniqueConstraint(condition=models.Q(('state', 'applied')), fields=('matter', 'unit', 'kind'), name='adjustment_one_open', violation_error_message='该事项已有一份待审的申请。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'extension'), ('new_due__isnull', False), ('new_value__isnull', True)), models.Q(('kind', 'figure'), ('new_due__isnull', True), ('new_value__isnull', False), ('target__isnull', False)), _connector='OR'), name='adjustment_says_what', violation_error_message='延期须写明新的期限，调整须写明新的目标值。'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('progress', ''), _negated=True)), name='adjustment_says_why')],
            },
        ),
    ]
