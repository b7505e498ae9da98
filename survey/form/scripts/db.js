// What is kept on this phone: "drafts" are interviews that go on, "outbox" has those that are finished and not
// acknowledged, both by their identifier; "receipts" are the codes of those that the server has.

import { database } from "../../page/scripts/database.js";

const kept = database("ashar", { drafts: { keyPath: "id" }, outbox: { keyPath: "id" }, receipts: { autoIncrement: true } });

export const change = kept.change;
export const all = kept.all;
