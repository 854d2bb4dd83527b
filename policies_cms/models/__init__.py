"""Page types and snippets; Django finds the models here, code imports the submodules."""

from policies_cms.models import (
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
