"""Colleagues are told by mail that it is their turn, and of a new clinician."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contact', '0007_audit_of_accounts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='only_staff_addresses_are_kept',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='a_mail_is_about_its_kind',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('staff', 'New message, to staff'), ('receipt', 'Receipt to them'), ('overdue', 'Late replies, to staff'), ('held', 'Held messages, to staff'), ('summary', 'Many new messages, to staff'), ('reviews', 'Words to review, to staff'), ('turn', 'Their turn, to staff'), ('rights', 'A new clinician, to staff')], max_length=7),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'receipt'), ('recipient', '')), models.Q(('kind__in', ['staff', 'summary', 'turn', 'rights', 'overdue', 'held', 'reviews']), models.Q(('recipient', ''), _negated=True)), _connector='OR'), name='only_staff_addresses_are_kept'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', True), ('inquiry__isnull', False), ('kind__in', ['staff', 'receipt'])), models.Q(('day__isnull', False), ('inquiry__isnull', True), ('kind__in', ['overdue', 'held', 'reviews'])), models.Q(('day__isnull', True), ('inquiry__isnull', True), ('kind__in', ['summary', 'turn', 'rights'])), _connector='OR'), name='a_mail_is_about_its_kind'),
        ),
    ]
