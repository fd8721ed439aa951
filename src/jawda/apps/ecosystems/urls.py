from django.urls import path

from jawda.apps.ecosystems import views

app_name = "ecosystems"
urlpatterns = [
    path("cohorte/", views.cohort, name="cohort"),
    path("partages/", views.sharing, name="sharing"),
]
