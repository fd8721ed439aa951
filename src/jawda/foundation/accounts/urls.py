"""One's own account. Below ``/mon-compte/`` a person's rows alone are readable; ``/compte/`` looks accounts up."""

from django.urls import path

from jawda.foundation.accounts import views

urlpatterns = [
    path("mon-compte/", views.my_account, name="my_account"),
    path("mon-compte/donnees.json", views.my_data, name="my_data"),
    path("mon-compte/sessions/", views.my_sessions, name="my_sessions"),
    path("mon-compte/sessions/<int:usersession_id>/", views.end_session, name="end_session"),
    path("compte/2fa/", views.to_my_account, name="to_my_account"),
    path("compte/sessions/", views.to_my_sessions, name="to_my_sessions"),
    path("compte/lien/<str:page>/", views.open_link, name="account_open_link"),
]
