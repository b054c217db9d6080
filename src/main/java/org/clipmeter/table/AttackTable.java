package org.clipmeter.table;

import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.clipmeter.shapes.attack.Attack;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What an attack tried, as a table. */
public final class AttackTable {
    private AttackTable() {}

    /**
     * A row for each finding: {@code tried} (in words), {@code text} (the caption, or what the captions have in common), {@code
     * rate} (the share of pictures that show the concept), {@code low} and {@code high} (the ends of its 95 % Wilson interval),
     * {@code shown} and {@code n}.
     */
    public static Table of(Attack attack) {
        StringColumn tried = StringColumn.create("tried");
        StringColumn text = StringColumn.create("text");
        DoubleColumn rate = NumberFormats.fixed("rate", 3);
        DoubleColumn low = NumberFormats.fixed("low", 3);
        DoubleColumn high = NumberFormats.fixed("high", 3);
        IntColumn shown = NumberFormats.whole("shown");
        IntColumn n = NumberFormats.whole("n");
        for (Attack.Finding finding : attack.findings()) {
            tried.append(finding.kind().label());
            text.append(finding.text());
            Proportion share = finding.shows();
            Mean.Interval interval = share.interval();
            NullableCells.append(rate, share.share());
            NullableCells.append(low, interval == null ? null : Double.valueOf(interval.low()));
            NullableCells.append(high, interval == null ? null : Double.valueOf(interval.high()));
            shown.append(share.count());
            n.append(share.n());
        }
        return Table.create("attack", tried, text, rate, low, high, shown, n);
    }
}
