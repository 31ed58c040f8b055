"""Answers as files, out and in: CSV, JSON, a folder of Markdown files. A file is checked whole before anything of it is written."""
