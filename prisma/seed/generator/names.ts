import { SEGMENTS, type Segment } from "../../../lib/queries/spine-vocabulary";
import type { Random } from "./random";

// Invented names, put together from syllables; any likeness to a real company is chance.
const FIRST = [
  "Alder",
  "Amber",
  "Arbor",
  "Birch",
  "Bramble",
  "Calder",
  "Cedar",
  "Cinder",
  "Clover",
  "Copper",
  "Dapple",
  "Delta",
  "Ember",
  "Fallow",
  "Fern",
  "Flint",
  "Gable",
  "Garnet",
  "Hazel",
  "Heron",
  "Indigo",
  "Juniper",
  "Kestrel",
  "Larch",
  "Linden",
  "Lumen",
  "Maple",
  "Marlow",
  "Meadow",
  "Nimbus",
  "Oakley",
  "Onyx",
  "Orchard",
  "Osprey",
  "Pebble",
  "Pine",
  "Quarry",
  "Quill",
  "Raven",
  "Reed",
  "Ridge",
  "Rowan",
  "Saffron",
  "Sable",
  "Slate",
  "Sorrel",
  "Spruce",
  "Sterling",
  "Tamar",
  "Teal",
  "Thistle",
  "Umber",
  "Vale",
  "Verdant",
  "Walnut",
  "Willow",
  "Wren",
  "Yarrow",
  "Zephyr",
  "Zinnia",
] as const;
const LAST = [
  "Analytics",
  "Apparel",
  "Bank",
  "Biotech",
  "Builders",
  "Care",
  "Clinics",
  "Dental",
  "Dynamics",
  "Education",
  "Energy",
  "Engineering",
  "Farms",
  "Foods",
  "Freight",
  "Furniture",
  "Group",
  "Health",
  "Hotels",
  "Insurance",
  "Labs",
  "Learning",
  "Legal",
  "Logistics",
  "Media",
  "Motors",
  "Optics",
  "Partners",
  "Pharma",
  "Plastics",
  "Robotics",
  "Schools",
  "Software",
  "Stores",
  "Systems",
  "Telecom",
  "Textiles",
  "Tools",
  "Travel",
  "Works",
] as const;
const INDUSTRIES = [
  "Financial services",
  "Health care",
  "Logistics",
  "Manufacturing",
  "Retail",
  "Education",
  "Software",
] as const;

const STAFF: Record<Segment, readonly [number, number]> = {
  Enterprise: [1200, 9000],
  "Mid-market": [180, 1100],
  SMB: [12, 170],
};
/** Share of customers, and size of their contracts beside the company's typical one. */
export const SEGMENT_MIX: Record<Segment, { share: number; size: number }> = {
  Enterprise: { share: 0.14, size: 2.6 },
  "Mid-market": { share: 0.5, size: 1 },
  SMB: { share: 0.36, size: 0.42 },
};

export function segmentOf(random: Random): Segment {
  const roll = random.next();
  if (roll < SEGMENT_MIX.Enterprise.share) return "Enterprise";
  return roll < SEGMENT_MIX.Enterprise.share + SEGMENT_MIX["Mid-market"].share ? "Mid-market" : "SMB";
}

/** Hands out company names, none twice. */
export function companyNames(random: Random): () => string {
  const taken = new Set<string>();
  return () => {
    for (;;) {
      const name = `${random.pick(FIRST)} ${random.pick(LAST)}`;
      const unique = taken.has(name) ? `${name} ${random.int(2, 99)}` : name;
      if (taken.has(unique)) continue;
      taken.add(unique);
      return unique;
    }
  };
}

export const industryOf = (random: Random): string => random.pick(INDUSTRIES);
export const staffOf = (random: Random, segment: Segment): number => random.int(...STAFF[segment]);
export const isSegment = (text: string): text is Segment => SEGMENTS.some((segment) => segment === text);
