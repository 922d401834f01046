"""Names the staff's pages of this app for Django's admin; they live in ``contact/inbox/``."""

from django.contrib import admin

from contact.inbox.inquiry_admin import InquiryAdmin
from contact.inbox.mails_and_audit import AuditAdmin, DeliveryAdmin
from contact.models import AuditRecord, Delivery, Inquiry

admin.site.register(Inquiry, InquiryAdmin)
admin.site.register(Delivery, DeliveryAdmin)
admin.site.register(AuditRecord, AuditAdmin)
