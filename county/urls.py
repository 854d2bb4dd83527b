"""Short links: /q/{code}, /qr/{code}.svg, .png and .pdf."""

from django.urls import path

from county import views

app_name = "county"

urlpatterns = [
    path("q/<slug:code>", views.follow, name="follow"),
    path("qr/<slug:code>.svg", views.svg, name="qr_svg"),
    path("qr/<slug:code>.png", views.png, name="qr_png"),
    path("qr/<slug:code>.pdf", views.poster, name="poster"),
]
