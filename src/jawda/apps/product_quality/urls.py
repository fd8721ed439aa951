from django.urls import path

from jawda.apps.product_quality import views

app_name = "product_quality"
urlpatterns = [
    path("", views.overview, name="overview"),
]
