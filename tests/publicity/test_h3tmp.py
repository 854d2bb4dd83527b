import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
import pytest
from playwright.sync_api import sync_playwright
from axe_playwright_python.sync_playwright import Axe
from publicity.actions import ledger
from django.conf import settings
from tests.publicity.test_notices import *
from tests.publicity.test_ledger import append

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, client, printer, publication):
    append(213); ledger.publish_checkpoint()
    Publication.objects.filter(pk=publication.pk).update(ledger_index=3)
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium" if os.path.exists("/usr/bin/chromium") else None, args=["--no-sandbox"])
        for w in (360,1280):
            pg=b.new_page(viewport={"width":w,"height":900})
            pg.goto(live_server.url+"/ledger/"); pg.screenshot(path=f"/tmp/h3s-ledger-{w}.png", full_page=True)
            print("axe", w, Axe().run(pg).generate_report()[:1500])
            print("overflow", pg.evaluate("document.documentElement.scrollWidth"), w)
        ctx=b.new_context(viewport={"width":1280,"height":700})
        ctx.add_cookies([{"name":settings.SESSION_COOKIE_NAME,"value":client.cookies[settings.SESSION_COOKIE_NAME].value,"url":live_server.url+"/admin/"}])
        pg=ctx.new_page(); pg.goto(live_server.url+"/admin/publicity/notices/"); pg.screenshot(path="/tmp/h3s-admin.png")
        RosterRow.objects.filter(head_name="王建国").update(amount=1)
        pg.goto(live_server.url+f"/admin/publicity/notices/{publication.pk}.pdf"); pg.screenshot(path="/tmp/h3s-refused.png")
        Publication.objects.filter(pk=publication.pk).update(closed_on=date(2026,11,20))
        pg=b.new_page(viewport={"width":360,"height":700}); pg.goto(live_server.url+f"/publicity/list/{publication.pk}.pdf"); pg.screenshot(path="/tmp/h3s-closed.png",full_page=True)
        b.close()

@pytest.mark.django_db
def test_speed():
    import time
    t=time.time(); append(3000); print("append 3000", time.time()-t)
    t=time.time(); ledger.publish_checkpoint(); print("first checkpoint", time.time()-t)
    for i in range(3):
        append(1); t=time.time(); ledger.publish_checkpoint(); print("next", round(time.time()-t,4))
