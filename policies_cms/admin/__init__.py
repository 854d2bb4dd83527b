"""The editors' screens beside Wagtail's own: files before their approval, content health, import of texts."""
