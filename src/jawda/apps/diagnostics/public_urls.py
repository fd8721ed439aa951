from django.urls import path

from jawda.apps.diagnostics.assigning import link_views

urlpatterns = [
    path("<str:token>/", link_views.questions, name="assigned_questions"),
    path("<str:token>/<str:requirement_id>/", link_views.answer, name="assigned_answer"),
]
