from django.urls import path

from jawda.apps.actions import calendar_views

urlpatterns = [path("<str:token>.ics", calendar_views.feed, name="actions_feed")]
