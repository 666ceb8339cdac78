"""Who counts as local: they need no visa, so they may accept nearer to the first day.

We hold the nationality as a country or region, not where somebody may live. Who is of the region
the centre stands in counts as local; who is not, and who did not say, as non-local: the longer
lead time, so the forecast errs on the careful side.
"""

from centre.organisation.models import Centre

# The region a centre's zone lies in; zones of several regions are left out.
REGIONS = {
    "Asia/Hong_Kong": "HK",
    "Asia/Macau": "MO",
    "Asia/Shanghai": "CN",
    "Asia/Taipei": "TW",
    "Asia/Singapore": "SG",
    "Asia/Tokyo": "JP",
    "Asia/Seoul": "KR",
    "Europe/London": "GB",
}


def local_region(centre: Centre) -> str:
    """ISO code of the region whose people count as local; "-", which nobody has, if unknown."""
    return REGIONS.get(centre.time_zone, "-")
