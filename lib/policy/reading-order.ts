/**
 * The same data with the keys of every object in the order that a model has them, and those the model lacks behind.
 * An item of a list follows all items that the model has there, since items of a list are alike.
 */
export function inOrderOf(model: unknown, data: unknown): unknown {
  if (Array.isArray(data)) {
    const items = Array.isArray(model) ? model : [];
    const like = Object.assign({}, ...items.filter(isObject));
    return data.map((item) => inOrderOf(like, item));
  }
  if (!isObject(data)) return data;
  const order = isObject(model) ? model : {};
  const known = Object.keys(order).filter((key) => Object.hasOwn(data, key));
  const others = Object.keys(data).filter((key) => !Object.hasOwn(order, key));
  return Object.fromEntries([...known, ...others].map((key) => [key, inOrderOf(order[key], data[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
