"""Addresses of the message box, and of the demonstration's telephone."""

from django.urls import path

from . import views

urlpatterns = [
    path("accounts/messages/", views.messages, name="messages"),
    path("accounts/messages/read/", views.read_all, name="messages_read"),
    path("accounts/messages/<int:number>/", views.message, name="message"),
    path("demo/messages/", views.demo_messages, name="demo_messages"),
]
