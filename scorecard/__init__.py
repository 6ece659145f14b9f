"""Policy-indicator scorecards kept as YAML in git: checked, scored exactly, compared honestly."""

__version__ = "0.1.0"
