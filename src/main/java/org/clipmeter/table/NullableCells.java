package org.clipmeter.table;

import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;

/** Appends values to columns; null is a missing value. */
final class NullableCells {
    private NullableCells() {}

    static void append(DoubleColumn column, @Nullable Double value) {
        if (value == null) {
            column.appendMissing();
        } else {
            column.append(value.doubleValue());
        }
    }

    static void append(IntColumn column, @Nullable Integer value) {
        if (value == null) {
            column.appendMissing();
        } else {
            column.append(value.intValue());
        }
    }

    static void append(BooleanColumn column, @Nullable Boolean value) {
        if (value == null) {
            column.appendMissing();
        } else {
            column.append(value.booleanValue());
        }
    }

    static void append(StringColumn column, @Nullable String value) {
        if (value == null) {
            column.appendMissing();
        } else {
            column.append(value);
        }
    }
}
