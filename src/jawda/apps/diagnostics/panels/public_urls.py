from django.urls import path

from jawda.apps.diagnostics.panels import member_views

urlpatterns = [
    path("<str:token>/", member_views.start, name="panel_member"),
    path("<str:token>/chapitre/<str:chapter_id>/", member_views.chapter, name="panel_chapter"),
    path("<str:token>/reponse/<str:requirement_id>/", member_views.answer, name="panel_answer"),
]
