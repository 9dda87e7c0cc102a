"""Addresses of gifts: the finance desk, and what the public reads."""

from django.urls import path

from .views import giving, money

urlpatterns = [
    path("giving/", giving.giving, name="hope_giving"),
    path("follow/<str:code>/", giving.follow, name="hope_follow"),
    path("money/", money.gift_list, name="hope_gifts"),
    path("money/new/", money.pledge, name="hope_pledge"),
    path("money/gifts/<int:number>/", money.gift, name="hope_gift"),
]
