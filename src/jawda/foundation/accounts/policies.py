"""Who may see persons and what belongs to a sign-in."""

from __future__ import annotations

from jawda.foundation.tenancy.policies import Policy

PERSON = Policy(
    read="id = app_person() OR app_signs_in()",
    write="id = app_person() OR app_signs_in()",
)
BY_USER = Policy(read="user_id = app_person() OR app_signs_in()", write="user_id = app_person() OR app_signs_in()")
EMAIL_CONFIRMATION = Policy(
    read="app_signs_in() OR email_address_id IN (SELECT id FROM account_emailaddress WHERE user_id = app_person())",
    write="app_signs_in() OR email_address_id IN (SELECT id FROM account_emailaddress WHERE user_id = app_person())",
)
