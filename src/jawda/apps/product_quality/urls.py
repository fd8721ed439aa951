from django.urls import path

from jawda.apps.product_quality import views
from jawda.apps.product_quality.loading import later
from jawda.apps.product_quality.rules import may_read

app_name = "product_quality"
_SAMPLING = "jawda.apps.product_quality.sampling_plans.views"
_SWITCHING = "jawda.apps.product_quality.sampling_plans.switching"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("echantillonnage/", later(may_read, _SAMPLING, "finder"), name="sampling_plans"),
    path("echantillonnage/plan.pdf", later(may_read, _SAMPLING, "finder_pdf"), name="sampling_plan_pdf"),
    path("echantillonnage/suite/", later(may_read, _SWITCHING, "switching"), name="sampling_switching"),
]
