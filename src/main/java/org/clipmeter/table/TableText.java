package org.clipmeter.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Writes tables as text from which programs can read exactly the same numbers. */
public final class TableText {
    private static final JsonMapper JSON = new JsonMapper();
    private static final CsvMapper CSV = new CsvMapper();

    private TableText() {}

    /**
     * Returns a JSON object with these properties and, under the name {@code rows}, an array with an object for each
     * row, whose keys are the column names; missing values are null.
     */
    public static String json(Table table, String rows, Map<String, String> properties) {
        ObjectNode root = JSON.createObjectNode();
        new TreeMap<>(properties).forEach(root::put);
        ArrayNode array = root.putArray(rows);
        for (int i = 0; i < table.rowCount(); i++) {
            ObjectNode row = array.addObject();
            for (Column<?> column : table.columns()) {
                row.putPOJO(column.name(), column.isMissing(i) ? null : column.get(i));
            }
        }
        return written(() -> JSON.writeValueAsString(root));
    }

    /**
     * Returns CSV with a header; missing values are empty. A text that a spreadsheet would take for a formula is
     * prefixed with an apostrophe.
     */
    public static String csv(Table table) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(table.columnNames());
        for (int i = 0; i < table.rowCount(); i++) {
            List<String> row = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                row.add(column.isMissing(i) ? "" : harmless(column.get(i)));
            }
            rows.add(row);
        }
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(written(() -> CSV.writeValueAsString(row))));
        return text.toString();
    }

    private static String harmless(Object value) {
        String text = value.toString();
        return value instanceof String && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : text;
    }

    private interface Writing {
        String write() throws JsonProcessingException;
    }

    private static String written(Writing writing) {
        try {
            return writing.write();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
