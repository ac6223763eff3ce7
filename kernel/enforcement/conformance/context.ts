import { compile } from "../artifacts/compile";
import { isObject, type JsonObject, own, ownPath } from "../artifacts/values";
import { DEFAULT_PROFILE, type NormalizationProfile, readProfile } from "../normalization";
import type { CompiledPolicy } from "../policy";

/** The documents of a set by their number (`01` to `09`): what paths start from. */
export type SetDocuments = JsonObject;

/** What predicates and references may look at beside the values themselves. */
export interface ConformanceContext {
  readonly documents: SetDocuments;
  readonly profile: NormalizationProfile;
  /** The bundle of file 08, compiled under the profile of file 01. */
  readonly policy: CompiledPolicy;
}

/** Compiles the set's own bundle under its own profile, once for every item. */
export function conformanceContext(documents: SetDocuments): ConformanceContext {
  const read = readProfile(own(documents, "01"));
  // A profile that cannot be read is a fault of its own; the bundle is still judged, under the published one.
  const profile = read.ok ? read.profile : DEFAULT_PROFILE;
  const bundle = ownPath(documents, "08", "bundle");
  return { documents, profile, policy: compile(isObject(bundle) ? bundle : {}, profile) };
}
