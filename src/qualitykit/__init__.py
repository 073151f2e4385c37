"""Service-quality inspection and incentive scoring for Chinese service companies."""

__version__ = "0.1.0"
