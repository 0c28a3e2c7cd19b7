/* A map that can be moved, laid over the one that the server drew. That one stays in its place: it holds the room,
   is what paper shows, and what is seen where anything here fails. Places are read from the list beside the map;
   what they are called is written as text, never as markup. */
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const picture = document.querySelector("svg.map[data-window]");
  if (!picture) return;
  const figure = picture.parentElement;
  const section = picture.closest("section");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const NEAR = 24; /* pixels below which two pins would cover each other */
  const CLOSEST = 8; /* the zoom at which the outlines begin to look angular */
  const REACH = { region: 75e3, country: 300e3 }; /* metres around a place whose outline is not known */

  const element = (tag, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };

  const read = (from, name, isScene) => {
    const [latitude, longitude] = from.dataset.at.split(" ").map(Number);
    const { precision, country, geonames, note, count } = from.dataset;
    return { from, row: from.id, name, isScene, latitude, longitude, precision, note, count: Number(count) || 0,
      layer: precision === "country" ? "countries" : "regions", code: precision === "country" ? country : geonames };
  };
  /* A whole country is no point; it stays in the list. */
  const places = () => {
    const scene = figure.dataset.at ? read(figure, figure.dataset.name, true) : null;
    const listed = [...section.querySelectorAll("li[data-at], tr[data-at]")].filter((e) => e.dataset.precision !== "country")
      .map((e) => read(e, (e.querySelector("a, span") ?? e).textContent.trim(), false));
    if (!scene) return listed;
    /* The list names the scene too, and in how many reports. */
    const same = listed.filter((p) => Math.abs(p.latitude - scene.latitude) + Math.abs(p.longitude - scene.longitude) < 0.05);
    if (same.length) [scene.note, scene.row] = [same[0].note, same[0].row];
    return [scene, ...listed.filter((p) => p.name !== scene.name || !same.includes(p))];
  };

  const sheet = (href) => new Promise((done, failed) => {
    const link = element("link", { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.append(link);
  });
  const outlines = async () => {
    const answer = await fetch(words.outlines);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  /* What a pin stands for, in words: one entry a place, with the links that the list has for it. */
  const told = (place) => {
    const link = place.from.querySelector("th a");
    const name = link ? element("a", { href: link.href }, place.name) : place.name;
    const entry = element("div", { className: "told" }, element("strong", {}, name));
    if (place.note) entry.append(element("p", { className: "count" }, place.note));
    if (place.precision === "region" || place.precision === "country") entry.append(element("p", {}, words.somewhere));
    const why = place.isScene && figure.querySelector("figcaption");
    if (why) entry.append(element("p", {}, why.textContent));
    const links = [...place.from.querySelectorAll("td a")].map((a) => element("a", { href: a.href, lang: a.lang }, a.textContent));
    if (place.row) links.push(element("a", { href: `#${place.row}` }, words.inList));
    if (links.length) entry.append(element("ul", {}, ...links.map((a) => element("li", {}, a))));
    return entry;
  };

  const build = (L, land) => {
    const holder = element("div", { className: "zoomable" });
    /* In its place before it is drawn, because the map measures itself. */
    picture.after(holder);
    figure.classList.add("zoomed");
    try {
      draw(L, land, holder);
      picture.setAttribute("aria-hidden", "true");
    } catch {
      holder.remove();
      figure.classList.remove("zoomed");
    }
  };

  const draw = (L, land, holder) => {
    const [west, south, east, north] = picture.dataset.window.split(" ").map(Number);
    const middle = (west + east) / 2;
    const all = places();
    for (const place of all) place.at = L.latLng(place.latitude, place.longitude + 360 * Math.round((middle - place.longitude) / 360));
    const map = L.map(holder, {
      zoomControl: false, attributionControl: false, zoomSnap: 0.25, maxZoom: CLOSEST,
      minZoom: Math.max(0, Math.log2(holder.clientWidth / 256) - 0.25), renderer: L.svg({ padding: 0.5 }),
      maxBounds: [[-72, middle - 270], [84, middle + 270]], maxBoundsViscosity: 1,
      dragging: matchMedia("(hover: hover)").matches, boxZoom: false, inertia: !still,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
    });
    const home = () => map.fitBounds([[south, west], [north, east]], { animate: false });
    home();
    if (still) map.panBy = (by, options) => L.Map.prototype.panBy.call(map, by, { ...options, animate: false });

    terrain(L, map, land);
    const shade = shading(L, map, land);
    pins(L, map, all, shade);
    controls(L, map, holder, home);
    manners(map, holder);
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", `${section.querySelector("h2").textContent}. ${words.hint}`);
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(holder);
  };

  /* Land as often as the world comes round in view, and the borders of regions where there is room for them. */
  const terrain = (L, map, land) => {
    const layer = (name, className, turn) => L.geoJSON(land, {
      filter: (feature) => feature.properties.layer === name,
      coordsToLatLng: ([x, y]) => L.latLng(y, x + turn),
      style: { className, weight: 1 }, interactive: false, smoothFactor: 0.7,
    });
    const drawn = new Map();
    const borders = layer("regions", "border", 0);
    const update = () => {
      const view = map.getBounds();
      for (const turn of [0, -360, 360]) {
        if (!drawn.has(turn) && view.getWest() < 191 + turn && view.getEast() > -182 + turn) {
          drawn.set(turn, layer("countries", "land", turn).addTo(map).bringToBack());
        }
      }
      const close = map.getZoom() >= 4.75;
      if (close !== map.hasLayer(borders)) { if (close) borders.addTo(map); else borders.remove(); }
    };
    map.on("moveend zoomend", update);
    update();
  };

  /* A region or country is shown by its own outline; where we have none, by a circle that says "about here". */
  const shading = (L, map, land) => (place) => {
    if (!(place.precision in REACH)) return null;
    const turn = 360 * Math.round((place.at.lng - place.longitude) / 360);
    const features = land.features.filter(({ properties: p }) => place.code && p.layer === place.layer && p.code === place.code);
    const area = features.length
      ? L.geoJSON(features, { coordsToLatLng: ([x, y]) => L.latLng(y, x + turn), style: { className: "area", weight: 1.5 }, interactive: false })
      : L.circle(place.at, { radius: REACH[place.precision], className: "area about", weight: 1.5, interactive: false });
    return area.addTo(map);
  };

  const pins = (L, map, all, shade) => {
    const shown = L.layerGroup().addTo(map);
    const scene = all.find((p) => p.isScene);
    let groups = [];
    let opened = null;
    if (scene) shade(scene);

    /* Whoever reads the window returns to its pin, if zooming has left that one there. */
    const close = () => {
      const reading = map.getPane("popupPane").contains(document.activeElement);
      map.closePopup();
      if (reading) (opened.icon.isConnected && !opened.icon.hidden ? opened.icon : map.getContainer()).focus({ preventScroll: true });
    };
    const open = (group, byKey) => {
      const size = map.getSize();
      const shut = element("button", { type: "button", className: "shut", ariaLabel: words.close }, "×");
      const content = element("div", {}, shut, ...group.places.map(told));
      const areas = group.places.filter((p) => !p.isScene).map(shade).filter(Boolean);
      const popup = L.popup({ closeButton: false, minWidth: 170, maxWidth: Math.min(300, size.x - 90), maxHeight: size.y - 46,
        autoPanPaddingTopLeft: [46, 6], autoPanPaddingBottomRight: [6, 6], offset: [0, -4] }).setLatLng(group.at).setContent(content);
      shut.addEventListener("click", close);
      popup.on("remove", () => areas.forEach((area) => area.remove()));
      opened = group;
      popup.openOn(map);
      if (byKey) (content.querySelector("a") ?? shut).focus({ preventScroll: true });
    };

    const gather = () => {
      groups = [];
      for (const place of all) {
        const point = map.project(place.at);
        const near = groups.find((g) => map.project(g.at).distanceTo(point) < NEAR);
        if (near) near.places.push(place); else groups.push({ at: place.at, places: [place] });
      }
      shown.clearLayers();
      groups.forEach((group) => shown.addLayer(pin(group)));
      arrange();
    };

    const pin = (group) => {
      const [first, ...others] = group.places;
      const counts = group.places.map((p) => p.count);
      /* A story happens at one place, so stories add up; a report names several, so reports do not. */
      const count = scene || !section.matches(".atlas") ? Math.max(...counts) : counts.reduce((a, b) => a + b, 0);
      const name = first.name + (others.length ? ` +${others.length}` : "");
      const kind = (first.isScene ? " scene" : "") + (first.precision in REACH ? " vague" : "") + (others.length ? " several" : "");
      const spot = element("span", { className: "spot" });
      if (count > 1 && !first.isScene) spot.dataset.count = count;
      group.label = element("span", { className: "name" }, name);
      const html = element("div", { className: `pin${kind}` }, spot, group.label);
      const marker = L.marker(group.at, { icon: L.divIcon({ className: "", iconSize: [28, 28], html }), riseOnHover: true,
        zIndexOffset: first.isScene ? 500 : 0 });
      marker.on("add", () => {
        group.icon = marker.getElement();
        const each = group.places.map((p) => [p.name, p.note].filter(Boolean).join(", ")).join("; ");
        group.icon.setAttribute("aria-label", others.length ? `${name}: ${each}` : each);
        group.icon.setAttribute("aria-haspopup", "dialog");
        group.icon.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          open(group, true);
        });
      });
      return marker.on("click", () => open(group, false));
    };

    /* Names where they cover nothing, the most important first; pins out of sight are out of reach as well. */
    const arrange = () => {
      const size = map.getSize();
      const taken = [[0, 0, 44, 120]];
      const free = (box) => box[0] > 2 && box[1] > 2 && box[2] < size.x - 2 && box[3] < size.y - 2
        && !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
      for (const group of groups) {
        group.point = map.latLngToContainerPoint(group.at);
        const { x, y } = group.point;
        /* The pin of a window stays, to be returned to, even where the window pushed it over the edge. */
        const edge = group === opened ? -14 : 8;
        group.icon.hidden = x < edge || y < edge || x > size.x - edge || y > size.y - edge;
        if (!group.icon.hidden) taken.push([x - 10, y - 10, x + 10, y + 10]);
      }
      for (const { label, icon, point: { x, y } } of groups) {
        label.className = "name right";
        const width = label.offsetWidth + 4;
        const sides = { right: [x + 12, y - 9, x + 12 + width, y + 9], left: [x - 12 - width, y - 9, x - 12, y + 9],
          above: [x - width / 2, y - 30, x + width / 2, y - 12], below: [x - width / 2, y + 12, x + width / 2, y + 30] };
        const side = icon.hidden ? null : Object.keys(sides).find((key) => free(sides[key]));
        label.className = `name ${side ?? "unplaced"}`;
        if (side) taken.push(sides[side]);
      }
    };

    gather();
    map.on("zoomend", gather).on("moveend", arrange);
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
  };

  const controls = (L, map, holder, home) => {
    const button = (label, sign, act) => {
      const made = element("button", { type: "button", title: label, ariaLabel: label }, sign);
      made.addEventListener("click", act);
      return made;
    };
    const nearer = button(words.zoomIn, "+", () => map.zoomIn());
    const farther = button(words.zoomOut, "−", () => map.zoomOut());
    const bar = element("div", { className: "zooms" }, nearer, farther, button(words.home, "⌂", home));
    L.DomEvent.disableClickPropagation(bar);
    holder.prepend(bar);
    const limits = () => {
      nearer.ariaDisabled = String(map.getZoom() >= map.getMaxZoom());
      farther.ariaDisabled = String(map.getZoom() <= map.getMinZoom());
    };
    map.on("zoomend", limits);
    limits();
  };

  /* The page scrolls on under a wheel or finger, unless somebody has touched the map or holds the control key. */
  const manners = (map, holder) => {
    let taken = false;
    holder.addEventListener("wheel", (event) => {
      if (!taken && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
    }, { capture: true, passive: true });
    holder.addEventListener("click", () => { taken = true; map.dragging.enable(); });
    holder.addEventListener("mouseleave", () => { taken = false; });
    document.addEventListener("pointerdown", (event) => {
      if (holder.contains(event.target)) return;
      taken = false;
      if (event.pointerType === "touch") map.dragging.disable();
    });
    /* Keys move the map from wherever in it the focus is. */
    holder.addEventListener("focusin", () => map.fire("focus"));
    holder.addEventListener("focusout", (event) => { if (!holder.contains(event.relatedTarget)) map.fire("blur"); });
  };

  const begin = async () => {
    const [, land] = await Promise.all([import("/static/leaflet/leaflet.js"), outlines(), sheet("/static/leaflet/leaflet.css")]);
    build(window.L.noConflict(), land);
  };
  new IntersectionObserver((seen, watch) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    begin().catch(() => { /* the picture is there */ });
  }, { rootMargin: "100px" }).observe(picture);
})();
