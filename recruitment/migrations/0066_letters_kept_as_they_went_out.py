import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0065_pdfs_read_for_what_stands_apart")]

    operations = [
        migrations.AlterModelOptions(
            name="offerletter",
            options={
                "ordering": ["number"],
                "verbose_name": "letter of offer",
                "verbose_name_plural": "letters of offer",
            },
        ),
        migrations.AddField(
            model_name="offerletter",
            name="day",
            field=models.DateField(null=True, verbose_name="of the day"),
        ),
        migrations.AddField(
            model_name="offerletter",
            name="number",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="number"),
        ),
        migrations.AddField(
            model_name="offerletter",
            name="words",
            field=models.JSONField(default=dict, verbose_name="what it says"),
        ),
        migrations.AlterField(
            model_name="offerletter",
            name="content",
            field=models.BinaryField(null=True, verbose_name="PDF"),
        ),
        migrations.AlterField(
            model_name="offerletter",
            name="made_at",
            field=models.DateTimeField(null=True, verbose_name="made"),
        ),
        migrations.AlterField(
            model_name="offerletter",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="recruitment.offer",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerletter",
            constraint=models.UniqueConstraint(
                fields=["offer", "number"], name="offer_letter_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="offerletter",
            constraint=models.CheckConstraint(
                condition=Q(content=None, made_at=None)
                | Q(content__isnull=False, made_at__isnull=False),
                name="offer_letter_drawn_whole",
            ),
        ),
    ]
