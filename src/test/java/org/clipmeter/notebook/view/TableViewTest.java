package org.clipmeter.notebook.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

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
        assertTrue(html(table).contains("<em style=\"opacity:.6\">missing</em></td>"), html(table));
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
        return Views.table(table).plain();
    }

    private static String html(Table table) {
        return String.valueOf(Views.table(table).html());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de-DE", "tr-TR", "ar-EG-u-nu-arab"})
    void everyTypeOfColumnPrintsTheSameInEveryLanguage(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Table table = Table.create(
                    DoubleColumn.create("double", 1234.5),
                    FloatColumn.create("float", 27.1f),
                    IntColumn.create("int", new int[] {12345}),
                    LongColumn.create("long", 123_456_789_012L),
                    ShortColumn.create("short", new short[] {-7}),
                    BooleanColumn.create("boolean", true),
                    DateColumn.create("date", LocalDate.of(2026, 11, 23)),
                    DateTimeColumn.create("time", LocalDateTime.of(2026, 11, 23, 4, 5, 6)),
                    InstantColumn.create("instant", Instant.ofEpochSecond(0)),
                    StringColumn.create("text", "two\nlines"));
            assertEquals(
                    List.of(
                            "1234.5",
                            "27.1",
                            "12345",
                            "123456789012",
                            "-7",
                            "true",
                            "2026-11-23",
                            "2026-11-23T04:05:06.000",
                            "1970-01-01T00:00:00.000Z",
                            "two lines"),
                    List.of(plain(table).lines().toList().get(1).strip().split(" {2,}")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void namesWhatIsMissingInEveryTypeButText() {
        List<Column<?>> columns = List.of(
                DoubleColumn.create("a"),
                FloatColumn.create("b"),
                IntColumn.create("c"),
                LongColumn.create("d"),
                ShortColumn.create("e"),
                BooleanColumn.create("f"),
                DateColumn.create("g"),
                DateTimeColumn.create("h"),
                InstantColumn.create("i"),
                TimeColumn.create("j"));
        columns.forEach(Column::appendMissing);
        Table table = Table.create("t", columns);
        assertEquals(10, plain(table).split("missing", -1).length - 1, plain(table));
    }

    @Test
    void capsColumnsAndStaysBelowAMegabyteWhateverTheyHold() {
        List<Column<?>> columns = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            StringColumn column = StringColumn.create("name " + i + "\0".repeat(5000));
            for (int row = 0; row < 30; row++) {
                column.append("\u202e".repeat(3000));
            }
            columns.add(column);
        }
        Table table = Table.create("wide", columns);
        assertTrue(plain(table).endsWith("… 10 more, 30 rows, 460 columns hidden at the right"));
        assertTrue(html(table).getBytes(UTF_8).length < 900_000);
        assertFalse(html(table).contains("\u202e") || plain(table).contains("\u202e"));
    }

    @Test
    void aTableWithoutColumnsSaysSo() {
        assertTrue(plain(Table.create("bare")).endsWith("bare: 0 rows, no columns"), plain(Table.create("bare")));
    }

    @Test
    void numbersStandToTheRightWithAndWithoutStyles() {
        String html = html(numbers(1));
        assertTrue(html.matches("(?s).*<td style=\"text-align:right;[^\"]*\" align=\"right\">0</td>.*"), html);
    }

    /** Pages such as GitHub's remove style sheets, and some remove styles too. */
    @Test
    void everyCellHasItsOwnPadding() {
        String html = html(Table.create(StringColumn.create("id", "a"), DoubleColumn.create("score", 1.5)));
        Matcher cells = Pattern.compile("<t[hd] style=\"([^\"]*)\"").matcher(html);
        assertEquals(
                4,
                cells.results()
                        .filter(cell -> cell.group(1).contains("padding:.3em .6em"))
                        .count(),
                html);
        assertTrue(html.contains("<table cellpadding=\"4\""), html);
    }

    @Test
    void aPromptKeepsItsWidthAndShortValuesTheirLine() {
        Table table = Table.create(
                StringColumn.create("prompt", "a photograph of a small red bird on a branch"),
                StringColumn.create("image", "coco_301091.png"));
        String html = html(table);
        assertTrue(html.matches("(?s).*<th style=\"[^\"]*;min-width:20em\"[^>]*>prompt</th>.*"), html);
        assertFalse(html.matches("(?s).*;min-width:20em\"[^>]*>image</th>.*"), html);
        assertTrue(html.matches("(?s).*<td style=\"[^\"]*;white-space:nowrap\"[^>]*>coco_301091.png</td>.*"), html);
    }

    @Test
    void showsTheColumnsThatFitAndNamesTheOthers() {
        String prompt = "a photograph of a small red bird on a branch";
        List<Column<?>> columns = new ArrayList<>(List.of(StringColumn.create("prompt", prompt)));
        for (int i = 1; i <= 20; i++) {
            columns.add(DoubleColumn.create("measurement_" + i, 0.5));
        }
        Table table = Table.create("wide", columns);
        String html = html(table);
        int shown = html.split("<th ", -1).length - 1;
        assertTrue(shown >= 4 && shown <= 9, "20em and some numbers of 8em to 9em fit into 72em: " + shown);
        int hidden = 21 - shown;
        assertTrue(html.contains("wide: 1 row, " + hidden + " columns hidden at the right"), html);
        assertTrue(plain(table).endsWith("wide: 1 row"), "plain text shows all: " + plain(table));
        Table few = Table.create("few", columns.subList(0, shown + 2));
        assertTrue(
                html(few)
                        .contains("few: 1 row, 2 columns hidden at the right: measurement_" + shown + ", measurement_"
                                + (shown + 1)),
                html(few));
        Table fits = Table.create("fits", columns.subList(0, shown));
        assertTrue(html(fits).contains("fits: 1 row<"), html(fits));
    }

    @Test
    void namesOfAnyLengthLeaveRoomForOneColumn() {
        String html = html(
                Table.create(StringColumn.create("n".repeat(300), "a"), StringColumn.create("m".repeat(300), "b")));
        assertEquals(1, html.split("<th ", -1).length - 1, html);
        assertTrue(html.contains("1 row, 1 column hidden at the right: mmm"), html);
        assertFalse(html.contains("m".repeat(50)), html);
    }
}
