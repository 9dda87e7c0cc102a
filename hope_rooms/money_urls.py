"""Addresses of gifts: the finance desk, and what the public reads."""

from django.urls import path

from .views import campaigns, giving, goods, money, stock

urlpatterns = [
    path("giving/", giving.giving, name="hope_giving"),
    path("follow/<str:code>/", giving.follow, name="hope_follow"),
    path("money/", money.gift_list, name="hope_gifts"),
    path("money/new/", money.pledge, name="hope_pledge"),
    path("money/gifts/<int:number>/", money.gift, name="hope_gift"),
    path("money/changes/<int:number>/paper/", money.purpose_paper, name="hope_purpose_paper"),
    path("money/goods/", goods.goods_list, name="hope_goods"),
    path("money/goods/new/", goods.offer_goods, name="hope_offer_goods"),
    path("money/goods/<int:number>/", goods.goods_gift, name="hope_goods_gift"),
    path("money/campaigns/", campaigns.campaign_list, name="hope_campaigns"),
    path("money/campaigns/new/", campaigns.new_campaign, name="hope_new_campaign"),
    path("money/campaigns/<int:number>/", campaigns.campaign, name="hope_campaign"),
    path("stock/", stock.stock_list, name="hope_stock"),
    path("stock/<int:number>/", stock.stock_item, name="hope_stock_item"),
    path("stock/takes/", stock.take_list, name="hope_stock_takes"),
    path("stock/takes/<int:number>/", stock.stock_take, name="hope_stock_take"),
    path("stock/places/<slug:unit>/count/", stock.count, name="hope_count_stock"),
]
