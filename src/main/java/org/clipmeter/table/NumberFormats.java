package org.clipmeter.table;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** How columns of numbers are printed, independent of the system's language. */
final class NumberFormats {
    static final NumberColumnFormatter WHOLE = formatter("0");

    private NumberFormats() {}

    static DoubleColumn fixed(String name, int decimals) {
        DoubleColumn column = DoubleColumn.create(name);
        column.setPrintFormatter(formatter("0." + "0".repeat(decimals)));
        return column;
    }

    /** Four decimals, and scientific notation for small numbers. */
    static DoubleColumn significant(String name) {
        DoubleColumn column = DoubleColumn.create(name);
        column.setPrintFormatter(new NumberColumnFormatter(new Significant(), ""));
        return column;
    }

    private static final class Significant extends DecimalFormat {
        private static final long serialVersionUID = 1;
        private static final double SMALL = 1e-4;

        private final DecimalFormat powers;

        Significant() {
            super("0.0000", DecimalFormatSymbols.getInstance(Locale.ROOT));
            DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
            symbols.setExponentSeparator("e");
            powers = new DecimalFormat("0.0E0", symbols);
        }

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            boolean small = number != 0 && Math.abs(number) < SMALL;
            return small ? powers.format(number, to, position) : super.format(number, to, position);
        }
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
