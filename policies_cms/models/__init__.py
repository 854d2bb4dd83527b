"""Page types and snippets; Django finds the models here, code imports the submodules."""

from policies_cms.models import guides, home, info, news, policies, services, standards, surveys, workflow

__all__ = ["guides", "home", "info", "news", "policies", "services", "standards", "surveys", "workflow"]
