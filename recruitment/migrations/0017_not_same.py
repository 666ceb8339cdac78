"""Pairs of people somebody said are not the same; a key of name and university."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centre', '0006_area_plan'),
        ('recruitment', '0016_keyed_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='candidatekey',
            name='kind',
            field=models.CharField(choices=[('w', 'word'), ('e', 'e-mail'), ('p', 'phone'), ('o', 'ORCID'), ('n', 'name'), ('s', 'name and university')], max_length=1),
        ),
        migrations.CreateModel(
            name='NotSame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='said')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centre.centre')),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recruitment.candidate', verbose_name='person')),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recruitment.candidate', verbose_name='other person')),
            ],
            options={
                'verbose_name': 'pair that is not the same',
                'verbose_name_plural': 'pairs that are not the same',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='not_same_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='not_same_older_first')],
            },
        ),
    ]
