"""How well an expert fits an application, and why."""

from consortia.analysis.fit.scoring import Brief, Expertise, Fit, Fits, fits_of

__all__ = ["Brief", "Expertise", "Fit", "Fits", "fits_of"]
