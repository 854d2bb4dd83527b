"""rebuild_search: what can be found, compared with the models; and a new index in Elasticsearch where there is one."""

from typing import Any

from county.commands import PortalCommand, Refused
from search.actions import reconcile, set_up_search
from search.engines.choice import server_index

MESSAGES = {
    "BuildRunning": "另一个进程正在重建检索索引，请稍后再试。",
    "Refused": "Elasticsearch 拒收了部分文档，原索引仍在使用；请查看服务器日志后重试。",
}


class Command(PortalCommand):
    """Safe to repeat and to run while the portal serves: the old index answers until the new one is complete."""

    help = "Brings the search documents up to date and builds Elasticsearch's index anew."

    def run(self, **options: Any) -> dict[str, Any]:
        """Answers changed (documents), and of Elasticsearch the index and how many documents it holds."""
        set_up_search()
        changed = reconcile()
        index = server_index()
        if index is None:
            return {"changed": changed, "engine": "embedded"}
        try:
            built = index.rebuild()
        except index.FAULTS as fault:
            name = type(fault).__name__
            message = MESSAGES.get(name, "连不上 Elasticsearch，请检查 ELASTICSEARCH_URL；检索现由数据库应答。")
            raise Refused(message, changed=changed, fault=name) from fault
        index.flush()
        return {
            "changed": changed,
            "engine": "elasticsearch",
            "index": built.index,
            "documents": built.documents,
            "replayed": built.replayed,
        }

    def describe(self, result: dict[str, Any]) -> str:
        """How much."""
        if result["engine"] == "embedded":
            return f"检索内容已核对，更新 {result['changed']} 条。"
        told = f"检索内容已核对，更新 {result['changed']} 条；"
        return f"{told}Elasticsearch 新索引 {result['index']}，共 {result['documents']} 条。"
