// Build the base map of partner_map from world-atlas (Natural Earth, public domain).
//
//   mkdir /tmp/basemap && cd /tmp/basemap
//   npm install world-atlas@2.0.2 d3-geo@3 topojson-client@3 topojson-simplify@3
//   cp <repository>/tools/basemap.mjs . && node basemap.mjs <repository>/src/consortia/documents/pictures/data/basemap.json
//
// Coordinates in the file are whole kilometres east and south of 10 E 52 N in Lambert's azimuthal equal-area projection
// (the view of Europe that European statistics use), on a sphere: consortia.documents.pictures.projection does the same.

import { readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoAzimuthalEqualArea, geoContains, geoPath } from "d3-geo";
import { feature, mergeArcs } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const EARTH_KM = 6371.0088;
const FRAME = { west: -3600, north: -3100, east: 3500, south: 2500 };
const DETAIL_KM2 = 9; // triangles smaller than this are straightened: 0.3 px at 900 px of width
const ISLAND_KM2 = 60; // smaller islands are left out, except the largest piece of each country

const CODES = {
  Albania: "AL", Algeria: "DZ", Andorra: "AD", Armenia: "AM", Austria: "AT", Azerbaijan: "AZ", Belarus: "BY",
  Belgium: "BE", "Bosnia and Herz.": "BA", Bulgaria: "BG", Croatia: "HR", Cyprus: "CY", Czechia: "CZ", Denmark: "DK",
  Egypt: "EG", Estonia: "EE", "Faeroe Is.": "FO", Finland: "FI", France: "FR", Georgia: "GE", Germany: "DE",
  Greece: "EL", Greenland: "GL", Guernsey: "GG", Hungary: "HU", Iceland: "IS", Iran: "IR", Iraq: "IQ",
  Ireland: "IE", "Isle of Man": "IM", Israel: "IL", Italy: "IT", Jersey: "JE", Jordan: "JO", Kazakhstan: "KZ",
  Kosovo: "XK", Kuwait: "KW", Latvia: "LV", Lebanon: "LB", Libya: "LY", Liechtenstein: "LI", Lithuania: "LT",
  Luxembourg: "LU", Macedonia: "MK", Malta: "MT", Mauritania: "MR", Moldova: "MD", Monaco: "MC", Montenegro: "ME",
  Morocco: "MA", Netherlands: "NL", Norway: "NO", Palestine: "PS", Poland: "PL", Portugal: "PT", Romania: "RO",
  Russia: "RU", "San Marino": "SM", "Saudi Arabia": "SA", Serbia: "RS", Slovakia: "SK", Slovenia: "SI", Spain: "ES",
  Sweden: "SE", Switzerland: "CH", Syria: "SY", Tunisia: "TN", Turkey: "TR", Turkmenistan: "TM", Ukraine: "UA",
  "United Kingdom": "UK", Uzbekistan: "UZ", Vatican: "VA", "W. Sahara": "EH", "Åland": "FI", "N. Cyprus": "CY",
  Mali: "ML", Niger: "NE", Canada: "CA",
};
const CRIMEA = [34.3, 45.2];

const raw = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8"));
const topology = simplify(presimplify(raw, sphericalTriangleArea), DETAIL_KM2 / EARTH_KM ** 2);

const shapes = new Map(); // code -> geometries that are drawn as one
for (const geometry of topology.objects.countries.geometries) {
  const code = CODES[geometry.properties.name];
  if (code) shapes.set(code, [...(shapes.get(code) ?? []), geometry]);
}
moveCrimea();

const projection = geoAzimuthalEqualArea()
  .rotate([-10, -52]).scale(EARTH_KM).translate([0, 0]).precision(2).clipAngle(70)
  .clipExtent([[FRAME.west, FRAME.north], [FRAME.east, FRAME.south]]);

const countries = {};
for (const code of [...shapes.keys()].sort()) {
  const merged = withoutSmallIslands(mergeArcs(topology, shapes.get(code)));
  const pen = wholeKilometrePen();
  geoPath(projection, pen)(feature(topology, merged));
  const drawn = pen.result();
  if (drawn.path) countries[code] = drawn;
}
const lines = Object.entries(countries).map(([code, drawn]) => `  ${JSON.stringify(code)}: ${JSON.stringify(drawn)}`);
writeFileSync(process.argv[2], `{"frame": ${JSON.stringify(FRAME)},\n"countries": {\n${lines.join(",\n")}\n}}\n`);
console.log(`${lines.length} countries`);

// Natural Earth draws who holds a place; this product follows the United Nations (General Assembly 68/262).
function moveCrimea() {
  const russia = shapes.get("RU")[0];
  const held = russia.arcs.findIndex((arcs) =>
    geoContains(feature(raw, { type: "Polygon", arcs }).geometry, CRIMEA));
  if (held < 0) throw new Error("no polygon of Russia holds Crimea: this is another edition of the data");
  const [arcs] = russia.arcs.splice(held, 1);
  shapes.get("UA").push({ type: "Polygon", arcs });
}

function withoutSmallIslands(merged) {
  const areas = merged.arcs.map((arcs) =>
    geoArea(feature(topology, { type: "Polygon", arcs }).geometry) * EARTH_KM ** 2);
  const largest = Math.max(...areas);
  return { ...merged, arcs: merged.arcs.filter((_, i) => areas[i] >= ISLAND_KM2 || areas[i] === largest) };
}

// A path in whole kilometres with relative steps, and the box that it fills.
function wholeKilometrePen() {
  let path = "", ring = [];
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  const close = () => {
    const corners = ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1][0] || p[1] !== ring[i - 1][1]);
    ring = [];
    if (corners.length < 3) return;
    let [x, y] = corners[0];
    path += `M${x} ${y}l`;
    path += corners.slice(1).map(([nextX, nextY]) => {
      const step = `${nextX - x} ${nextY - y}`;
      [x, y] = [nextX, nextY];
      return step;
    }).join(" ").replaceAll(" -", "-");
    path += "z";
    for (const [cornerX, cornerY] of corners) {
      box.west = Math.min(box.west, cornerX); box.east = Math.max(box.east, cornerX);
      box.north = Math.min(box.north, cornerY); box.south = Math.max(box.south, cornerY);
    }
  };
  return {
    beginPath() {}, arc() {},
    moveTo(x, y) { ring = [[Math.round(x), Math.round(y)]]; },
    lineTo(x, y) { ring.push([Math.round(x), Math.round(y)]); },
    closePath: close,
    result: () => ({ box: [box.west, box.north, box.east, box.south], path }),
  };
}
