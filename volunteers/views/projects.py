"""志愿服务项目 (projects): what the public may join, and what each is about."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from volunteers.forms.registration import ProjectFilterForm
from volunteers.models import Brand, ServiceProject
from volunteers.querysets import ServiceProjectQuerySet
from zibo_youth.core.calendar import now

PER_PAGE = 20


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """项目列表 (the list): running projects, the soonest first, beside the city's brands."""
    form = ProjectFilterForm(request.GET or None)
    projects: ServiceProjectQuerySet = ServiceProject.objects.published()
    wish = form.cleaned_data if form.is_valid() else {}
    if wish.get("district"):
        projects = projects.filter(reporting_org=wish["district"])
    if wish.get("brand"):
        projects = projects.filter(brand=wish["brand"])
    rows = projects.select_related("brand", "organiser", "reporting_org").order_by("ends_on", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "brands": Brand.objects.all()}
    return render(request, "volunteers/projects.html", context)


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """One project: what is done for whom, the risks, the posts and the shifts to come."""
    found = get_object_or_404(
        ServiceProject.objects.visible_to(request.user).select_related("brand", "organiser"), code=code
    )
    posts = found.posts.select_related("role").prefetch_related("role__requirements", "skills")
    lines = [
        {"post": post, "shifts": post.shifts.coming(now()).counted().order_by("starts_at")[:6]}
        for post in posts
    ]
    return render(request, "volunteers/project.html", {"project": found, "lines": lines})
