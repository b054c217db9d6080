package org.clipmeter.table;

import java.util.List;
import org.clipmeter.shapes.edit.MatrixChange;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What an edit changed, as a table. */
public final class EditTable {
    private EditTable() {}

    /**
     * A row for each changed matrix: {@code matrix}, {@code rows}, {@code columns}, {@code norm} (its Frobenius norm before the
     * edit) and {@code relative_change} (that of the change, divided by it).
     */
    public static Table of(List<MatrixChange> changes) {
        StringColumn matrix = StringColumn.create("matrix");
        IntColumn rows = NumberFormats.whole("rows");
        IntColumn columns = NumberFormats.whole("columns");
        DoubleColumn norm = NumberFormats.fixed("norm", 4);
        DoubleColumn relative = NumberFormats.significant("relative_change");
        for (MatrixChange change : changes) {
            matrix.append(change.name());
            rows.append(change.rows());
            columns.append(change.columns());
            norm.append(change.norm());
            relative.append(change.relative());
        }
        return Table.create("changes", matrix, rows, columns, norm, relative);
    }
}
