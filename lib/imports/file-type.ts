import { refuseFile } from "./file-fault";

const SIGNATURES: readonly (readonly [bytes: string, what: string, remedy: string])[] = [
  [
    "d0cf11e0a1b11ae1",
    "The file is an old Excel workbook (.xls) or one that is protected by a password.",
    "Save it as .xlsx without a password, or as CSV.",
  ],
  ["25504446", "The file is a PDF.", "Export the figures as CSV or .xlsx instead."],
  ["1f8b", "The file is compressed (gzip).", "Unpack it first."],
  ["377abcaf271c", "The file is compressed (7z).", "Unpack it first."],
  ["52617221", "The file is compressed (RAR).", "Unpack it first."],
  ["89504e47", "The file is a picture.", "Export the figures as CSV or .xlsx instead."],
  ["ffd8ff", "The file is a picture.", "Export the figures as CSV or .xlsx instead."],
];

/** What a file is by its content; its name says nothing. */
export function fileType(bytes: Buffer): "xlsx" | "csv" {
  if (bytes.length === 0)
    refuseFile("The file is empty.", "Export it again and look at it before you upload it.");
  const start = bytes.subarray(0, 16).toString("hex");
  for (const [signature, what, remedy] of SIGNATURES)
    if (start.startsWith(signature)) refuseFile(what, remedy);
  if (start.startsWith("504b0304") || start.startsWith("504b0506")) return "xlsx";
  const opening = bytes
    .subarray(0, 512)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<table|<\?xml)/.test(opening))
    refuseFile(
      "The file is a web page or XML, whatever its name says.",
      "Open it in a spreadsheet and save it as .xlsx or CSV.",
    );
  if (/^[[{]\s*["[{\]}]/.test(opening))
    refuseFile(
      "The file is JSON.",
      "Send JSON to the API (POST /api/v1/imports/…), or export the figures as CSV.",
    );
  return "csv";
}
