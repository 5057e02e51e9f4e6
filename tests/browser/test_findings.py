"""Findings: one click away on every page, following the view, each leading to its proof."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen


@pytest.mark.parametrize("lang", ["ru"])
def test_findings_follow_the_view_and_lead_to_their_proof(
    open_screen: OpenScreen, lang: str
) -> None:
    screen = open_screen(f"?lang={lang}", viewport={"width": 1024, "height": 768})
    page = screen.page
    findings = page.locator("#findings")
    line = page.locator("#next-line").bounding_box()
    assert line and line["height"] < 40  # one line: the map keeps its height
    summary = findings.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(findings.locator("li")).to_have_count(5)
    screen.follow("indicator=trust_police_favourable&level=region")
    expect(findings.locator("li").first).to_contain_text("доверяют полиции")
    expect(findings.locator(".findings-count")).to_have_text("4")
    if not findings.evaluate("node => node.open"):
        summary.click()
    findings.locator('[data-finding="groups"] a').click()
    assert screen.query()["level"] == "district"
    expect(page.locator("#groups")).to_be_visible()
    expect(findings).not_to_have_attribute("open", "")
    summary.click()
    page.keyboard.press("Escape")
    expect(findings).not_to_have_attribute("open", "")
    assert screen.wrong() == []
