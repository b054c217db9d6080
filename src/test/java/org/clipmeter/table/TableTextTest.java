package org.clipmeter.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

final class TableTextTest {
    private static Table table() {
        DoubleColumn value = NumberFormats.fixed("value", 1);
        value.append(1.0 / 3).appendMissing();
        return Table.create("t", StringColumn.create("run", "=1+1", "a \"b\", c"), IntColumn.create("n", 3, -4), value);
    }

    @Test
    void jsonHasWholeNumbersAndNullForWhatIsMissing() {
        assertEquals(
                "{\"name\":\"x\",\"rows\":[{\"run\":\"=1+1\",\"n\":3,\"value\":0.3333333333333333},"
                        + "{\"run\":\"a \\\"b\\\", c\",\"n\":-4,\"value\":null}]}",
                TableText.json(table(), "rows", Map.of("name", "x")));
    }

    @Test
    void csvReadsBackToTheLastBitAndHasNoFormulas() {
        assertEquals("run,n,value\n\"'=1+1\",3,0.3333333333333333\n\"a \"\"b\"\", c\",-4,\n", TableText.csv(table()));
    }
}
