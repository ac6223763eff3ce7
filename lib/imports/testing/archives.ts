// Workbooks and archives for tests, made byte by byte where a library would not make them: hostile ones among them.
import { crc32, deflateRawSync } from "node:zlib";

export type Part = {
  name: string;
  content: string | Buffer;
  /** What the archive says of the part's size, where it lies. */
  declared?: number;
};

/** An archive of the parts, each deflated; sizes are what `declared` says. */
export function zip(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declared } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(declared ?? bytes.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), shared, Buffer.from(name)]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    contents.push(Buffer.concat([Buffer.from("504b01021400", "hex"), shared, place, Buffer.from(name)]));
    files.push(local, packed);
    offset += local.length + packed.length;
  }
  const table = Buffer.concat(contents);
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, table, end]);
}

const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

export type Sheet = { name: string; rows: string; state?: string; after?: string };

/** A workbook whose sheets' rows are given as XML, with further parts beside them. */
export function workbook(sheets: readonly Sheet[], more: readonly Part[] = []): Buffer {
  const sheetXml = ({ rows, after = "" }: Sheet) =>
    `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return zip([
    {
      name: "[Content_Types].xml",
      content: `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: "xl/workbook.xml",
      content: `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets>${sheets
        .map(
          ({ name, state }, index) =>
            `<sheet name="${name}" sheetId="${index + 1}"${state ? ` state="${state}"` : ""} r:id="rId${index + 1}"/>`,
        )
        .join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
        .map(
          (_sheet, index) =>
            `<Relationship Id="rId${index + 1}" Type="${RELATION}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
        )
        .join("")}</Relationships>`,
    },
    ...sheets.map((sheet, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: sheetXml(sheet),
    })),
    ...more,
  ]);
}

/** A row of cells: text, numbers, or the cell's XML as it is. */
export function xmlRow(number: number, cells: readonly (string | number)[], attributes = ""): string {
  const column = (index: number) => String.fromCharCode(65 + index);
  return `<row r="${number}"${attributes}>${cells
    .map((cell, index) => {
      const r = `${column(index)}${number}`;
      if (typeof cell === "number") return `<c r="${r}"><v>${cell}</v></c>`;
      return cell.startsWith("<")
        ? cell.replace("<c", `<c r="${r}"`)
        : `<c r="${r}" t="inlineStr"><is><t>${cell}</t></is></c>`;
    })
    .join("")}</row>`;
}

/** Costs of one month under as many accounts as there are rows. */
export const longWorkbook = (length: number, account = "Account"): Buffer =>
  workbook([
    {
      name: "Books",
      rows:
        xmlRow(1, ["Month", "Component", "Account", "Amount"]) +
        Array.from({ length }, (_, at) => xmlRow(at + 2, ["2026-03", "cloud", `${account} ${at}`, 10])).join(
          "",
        ),
    },
  ]);
