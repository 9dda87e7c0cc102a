"""Addresses of the loans below /api/v1/loans/."""

from django.urls import path

from .api import bank_messages, mine, products

urlpatterns = [
    path("products/", products.Products.as_view(), name="api_loan_products"),
    path("me/applications/", mine.OwnApplications.as_view(), name="api_loan_own_applications"),
    path("me/loans/", mine.OwnLoans.as_view(), name="api_loan_own_loans"),
    path("me/loans/<int:number>/", mine.OwnLoan.as_view(), name="api_loan_own_loan"),
    path("me/loans/<int:number>/schedule/", mine.OwnSchedule.as_view(), name="api_loan_own_schedule"),
    path("me/loans/<int:number>/payments/", mine.OwnPayments.as_view(), name="api_loan_own_payments"),
    path("banks/<slug:code>/messages/", bank_messages.BankMessages.as_view(), name="api_loan_bank_messages"),
]
