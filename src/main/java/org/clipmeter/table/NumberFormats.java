package org.clipmeter.table;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** How columns of numbers print, whatever the system's language. */
final class NumberFormats {
    static final NumberColumnFormatter WHOLE = formatter("0");

    private NumberFormats() {}

    static DoubleColumn fixed(String name, int decimals) {
        DoubleColumn column = DoubleColumn.create(name);
        column.setPrintFormatter(formatter("0." + "0".repeat(decimals)));
        return column;
    }

    static IntColumn whole(String name) {
        IntColumn column = IntColumn.create(name);
        column.setPrintFormatter(WHOLE);
        return column;
    }

    private static NumberColumnFormatter formatter(String pattern) {
        return new NumberColumnFormatter(new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)), "");
    }
}
