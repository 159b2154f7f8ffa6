"""Collects articles: the source registry, Scrapy spiders by mechanism, and article extraction."""
