"""Pictures that staff upload, for people, places and words."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0008_place_and_prices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='For colleagues. Visitors do not see it.', max_length=120, verbose_name='name')),
                ('key', models.SlugField(help_text='What words call it: ::: picture front-door. Left empty, it is made from the name.', max_length=60, unique=True)),
                ('alt', models.CharField(blank=True, help_text='What one would see, for people who cannot: “Photograph of a green door with a ramp beside it”. No praise.', max_length=300, verbose_name='description')),
                ('alt_es', models.CharField(blank=True, help_text='Empty, Spanish pages have the English one.', max_length=300, verbose_name='description in Spanish')),
                ('decorative', models.BooleanField(default=False, help_text='It says nothing that the words beside it do not say. It has no description.', verbose_name='it is decorative')),
                ('caption', models.CharField(blank=True, help_text='A line under the picture, for everyone.', max_length=300)),
                ('caption_es', models.CharField(blank=True, max_length=300, verbose_name='caption in Spanish')),
                ('focus_x', models.PositiveSmallIntegerField(choices=[(0, 'left'), (25, 'left of the middle'), (50, 'middle'), (75, 'right of the middle'), (100, 'right')], default=50, verbose_name='what matters is, from left to right')),
                ('focus_y', models.PositiveSmallIntegerField(choices=[(0, 'top'), (25, 'above the middle'), (50, 'middle'), (75, 'below the middle'), (100, 'bottom')], default=50, help_text='That part stays where a picture has to be cut: the face of a portrait.', verbose_name='and from top to bottom')),
                ('state', models.CharField(choices=[('waiting', 'Being prepared'), ('ready', 'Ready'), ('broken', 'Broken'), ('gone', 'Taken away')], default='waiting', editable=False, max_length=7)),
                ('reason', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='why it is broken')),
                ('address', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added')),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-added_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='personrevision',
            name='picture',
            field=models.ForeignKey(blank=True, help_text='Upload it under Pictures first.', limit_choices_to=models.Q(('state__in', ['waiting', 'ready'])), null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pages.picture'),
        ),
        migrations.AddField(
            model_name='placerevision',
            name='picture',
            field=models.ForeignKey(blank=True, help_text='Upload it under Pictures first.', limit_choices_to=models.Q(('state__in', ['waiting', 'ready'])), null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pages.picture'),
        ),
        migrations.CreateModel(
            name='PictureCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('width', models.PositiveIntegerField()),
                ('data', models.BinaryField()),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='pages.picture')),
            ],
        ),
        migrations.CreateModel(
            name='PictureUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.BinaryField()),
                ('picture', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='upload', to='pages.picture')),
            ],
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alt', ''), ('decorative', True)), models.Q(models.Q(('alt', ''), _negated=True), ('decorative', False)), _connector='OR'), name='a_picture_is_described_or_decorative'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('height__gt', 0), ('state', 'ready'), ('width__gt', 0), models.Q(('address', ''), _negated=True)), models.Q(models.Q(('state', 'ready'), _negated=True), ('address', '')), _connector='OR'), name='a_ready_picture_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('address',), name='a_picture_of_its_own_address'),
        ),
        migrations.AddConstraint(
            model_name='picturecopy',
            constraint=models.UniqueConstraint(fields=('picture', 'width'), name='one_copy_of_each_width'),
        ),
    ]
