import { customType } from "drizzle-orm/pg-core";
import { Temporal } from "temporal-polyfill";

/** A moment (`timestamptz`) as Temporal.Instant, to the millisecond. Column names end in `_at`. */
export const instant = customType<{ data: Temporal.Instant; driverData: string | Date }>({
  dataType: () => "timestamp (3) with time zone",
  toDriver: (value) => value.toString({ smallestUnit: "millisecond" }),
  fromDriver: (value) =>
    value instanceof Date
      ? Temporal.Instant.fromEpochMilliseconds(value.getTime())
      : Temporal.Instant.fromEpochMilliseconds(Date.parse(value)),
});

/** A calendar date without a zone as Temporal.PlainDate. Column names end in `_on`. */
export const plainDate = customType<{ data: Temporal.PlainDate; driverData: string | Date }>({
  dataType: () => "date",
  toDriver: (value) => value.toString(),
  fromDriver: (value) =>
    Temporal.PlainDate.from(value instanceof Date ? value.toISOString().slice(0, 10) : value.slice(0, 10)),
});
