package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableViewTest {
    @Test
    void namesMissingValuesAndAlignsNumbersToTheRight() {
        DoubleColumn scores = DoubleColumn.create("score");
        scores.append(27.5).appendMissing();
        Table table = Table.create("runs", StringColumn.create("id", "a", "bb"), scores);
        assertEquals("""
                id    score
                a      27.5
                bb  missing
                runs: 2 rows""", plain(table));
        assertTrue(html(table).contains("<td style=\"text-align:right\"><em style=\"opacity:.6\">missing</em></td>"));
    }

    @Test
    void capsRowsAndSaysHowManyAreHidden() {
        Table table = numbers(1000);
        assertTrue(plain(table).endsWith("… 980 more, 1000 rows"), plain(table));
        assertTrue(html(table).contains("… 980 more, 1000 rows"));
        assertEquals(21, html(table).split("<tr>", -1).length - 1);
    }

    @Test
    void staysFarBelowAMegabyteForLongCells() {
        StringColumn prompts = StringColumn.create("prompt");
        for (int i = 0; i < 10_000; i++) {
            prompts.append("<b>" + "x".repeat(10_000));
        }
        assertTrue(html(Table.create(prompts)).length() < 50_000);
    }

    @Test
    void escapesNamesAndCells() {
        String html = html(Table.create("<i>", StringColumn.create("<script>", "<img src=x onerror=1>")));
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("<img"), html);
        assertFalse(html.contains("<i>"), html);
    }

    @Test
    void printsTheSameInEveryLanguage() {
        Table table = Table.create(DoubleColumn.create("x", 1234.5678901234567));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("      x\n1234.57\n1 row", plain(table));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void showsAnEmptyTable() {
        assertEquals("id\nnone: 0 rows", plain(Table.create("none", StringColumn.create("id"))));
    }

    private static Table numbers(int rows) {
        DoubleColumn column = DoubleColumn.create("x");
        for (int i = 0; i < rows; i++) {
            column.append(i);
        }
        return Table.create(column);
    }

    private static String plain(Table table) {
        return Show.table(table).plain();
    }

    private static String html(Table table) {
        return String.valueOf(Show.table(table).html());
    }
}
