"""Two rows that were one person; an application set aside beside the one that counts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centre', '0006_area_plan'),
        ('recruitment', '0020_webhooks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gone', models.PositiveBigIntegerField(editable=False, verbose_name='number of the other')),
                ('gone_name', models.CharField(editable=False, max_length=200, verbose_name='the other')),
                ('gone_researcher', models.PositiveBigIntegerField(editable=False, null=True)),
                ('before', models.JSONField(default=dict, editable=False)),
                ('not_chosen', models.TextField(blank=True, editable=False, verbose_name='values not chosen')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='merged')),
                ('undone_at', models.DateTimeField(editable=False, null=True, verbose_name='undone')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
                'ordering': ['-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='application_once',
        ),
        migrations.AddField(
            model_name='application',
            name='set_aside',
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(fields=('candidate', 'position', 'intake', 'set_aside'), name='application_once', violation_error_message='This person has applied to that position and intake already.'),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='merged by'),
        ),
        migrations.AddField(
            model_name='merge',
            name='centre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centre.centre'),
        ),
        migrations.AddField(
            model_name='merge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='recruitment.candidate', verbose_name='kept'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('gone',), name='merge_gone_once'),
        ),
    ]
