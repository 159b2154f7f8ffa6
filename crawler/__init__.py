"""Collects articles: the source registry, Scrapy spiders by mechanism, and extraction of an article from a page."""
