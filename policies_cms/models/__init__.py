"""Page types and snippets; Django finds the models here, code imports the submodules."""

from policies_cms.models import (
    attachments,
    forms,
    guides,
    health,
    home,
    info,
    news,
    numbers,
    policies,
    services,
    standards,
    surveys,
    workflow,
)

__all__ = [
    "attachments",
    "forms",
    "guides",
    "health",
    "home",
    "info",
    "news",
    "numbers",
    "policies",
    "services",
    "standards",
    "surveys",
    "workflow",
]
