"""Below ``/mon-compte/`` a person's rows alone are readable."""

from django.urls import path

from jawda.foundation.erasure import views

urlpatterns = [path("mon-compte/effacement/", views.erase_account, name="erase_account")]
