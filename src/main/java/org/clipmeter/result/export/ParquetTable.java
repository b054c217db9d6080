package org.clipmeter.result.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.clipmeter.files.parquet.ParquetRows;
import org.clipmeter.files.parquet.ParquetRows.Kind;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Writes tables as Parquet files, from which programs read exactly the same values. */
final class ParquetTable {
    private ParquetTable() {}

    /**
     * Writes a table: whole numbers as INT32 or INT64, other numbers as DOUBLE, booleans as BOOLEAN, and everything else as UTF-8 texts;
     * missing numbers and booleans are null.
     *
     * @param metadata texts by name, which the file states beside the columns
     */
    static void write(Table table, Path file, Map<String, String> metadata) throws IOException {
        List<ParquetRows.Column> columns =
                table.columns().stream().map(ParquetTable::column).toList();
        ParquetRows.write(file, columns, table.rowCount(), metadata);
    }

    private static ParquetRows.Column column(Column<?> column) {
        if (column instanceof IntColumn) {
            return of(column, Kind.INT, column::get);
        }
        if (column instanceof LongColumn) {
            return of(column, Kind.LONG, column::get);
        }
        if (column instanceof NumericColumn<?> numbers) {
            return of(column, Kind.DOUBLE, numbers::getDouble);
        }
        return column instanceof BooleanColumn
                ? of(column, Kind.BOOLEAN, column::get)
                : of(column, Kind.TEXT, row -> column.get(row).toString());
    }

    private static ParquetRows.Column of(Column<?> column, Kind kind, IntFunction<@Nullable Object> cell) {
        return new ParquetRows.Column(column.name(), kind, row -> column.isMissing(row) ? null : cell.apply(row));
    }
}
