import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='须修改初始密码')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='密码修改时间')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(error_messages={'unique': '已有同名单位。'}, max_length=100, unique=True, verbose_name='名称')),
                ('full_name', models.CharField(blank=True, max_length=150, verbose_name='全称')),
                ('kind', models.CharField(choices=[('office', '督查室'), ('department', '区政府部门'), ('street', '街道办事处'), ('party', '党群部门'), ('committee', '管委会、中心'), ('branch', '驻区分支机构'), ('company', '企业'), ('leadership', '区领导'), ('administration', '系统管理'), ('superior', '上级单位'), ('group', '单位组'), ('other', '其他')], default='department', max_length=16, verbose_name='类别')),
                ('level', models.CharField(choices=[('nation', '国家'), ('province', '省级'), ('city', '市级'), ('district', '区级')], default='district', max_length=10, verbose_name='层级')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('active_from', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('active_to', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='orgs.unit', verbose_name='并入单位')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('active_to__isnull', True), ('active_from__isnull', True), ('active_to__gt', models.F('active_from')), _connector='OR'), name='unit_dates', violation_error_message='停用日期应晚于启用日期。'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('active_to__isnull', False), _connector='OR'), name='unit_merged_is_inactive', violation_error_message='已并入其他单位的，应有停用日期。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='unit_named', violation_error_message='单位名称不能为空。')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('clerk', '经办人'), ('office_head', '办公室负责人'), ('deputy', '分管领导'), ('principal', '主要领导'), ('supervisor', '督查员'), ('supervisor_head', '督查室主任'), ('leader', '区领导'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=16, verbose_name='岗位')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='orgs.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ['unit_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(blank=True, null=True, verbose_name='止')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='orgs.unit', verbose_name='单位组')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='orgs.unit', verbose_name='成员')),
            ],
            options={
                'verbose_name': '组成员',
                'verbose_name_plural': '组成员',
                'ordering': ['group_id', 'unit__position', 'unit_id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('end__isnull', True)), fields=('group', 'unit'), name='member_once', violation_error_message='该单位已在组内。'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='member_dates', violation_error_message='终止日期不能早于起始日期。'), models.CheckConstraint(condition=models.Q(('group', models.F('unit')), _negated=True), name='member_not_itself', violation_error_message='组不能是自己的成员。')],
            },
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(error_messages={'unique': '该别名已属于另一单位。'}, max_length=100, unique=True, verbose_name='别名')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='orgs.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '单位别名',
                'verbose_name_plural': '单位别名',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='起')),
                ('end', models.DateField(blank=True, null=True, verbose_name='止')),
                ('acting', models.BooleanField(default=False, verbose_name='主持工作')),
                ('basis', models.CharField(blank=True, max_length=100, verbose_name='任职依据')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='orgs.post', verbose_name='岗位')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='appointment_dates', violation_error_message='任职终止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('end__isnull', True)), fields=('post', 'user'), name='appointment_once', violation_error_message='该人员已在此岗位任职。')],
            },
        ),
    ]
