package org.clipmeter.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.erasure.Collateral;
import org.clipmeter.erasure.ComparedTechnique;
import org.clipmeter.erasure.ErasureAccuracy;
import org.clipmeter.erasure.FigureChange;
import org.clipmeter.erasure.ImageSimilarity;
import org.clipmeter.erasure.RequestAccuracy;
import org.clipmeter.erasure.SeenImage;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Metrics of erasure as tables. */
public final class ErasureTable {
    /** The rows over all pictures. */
    public static final String ALL = "all";

    /** The rows over the pictures that are neither all black nor transparent. */
    public static final String UNFLAGGED = "without flagged";

    private ErasureTable() {}

    /**
     * A row of {@link #accuracy}.
     *
     * @param images which images it is of: {@code all}, or {@code without flagged}
     */
    public record Accuracy(String images, RequestAccuracy request) {}

    /**
     * A row for each erasure request, and one for the images of all of them: {@code erased}, {@code images} (all, or without flagged pictures), for
     * UA, IRA, CRA and for UA and IRA with neither as a choice the share, the ends of its 95 % Wilson interval, and the counts; {@code
     * failed_target} and {@code failed_retain}. CRA is missing if no prompt names a concept of another kind.
     */
    public static Table accuracy(List<Accuracy> rows) {
        StringColumn erased = StringColumn.create("erased");
        StringColumn images = StringColumn.create("images");
        Shares ua = new Shares("ua");
        Shares ira = new Shares("ira");
        Shares cra = new Shares("cra");
        Shares uaNeither = new Shares("ua_with_neither");
        Shares iraNeither = new Shares("ira_with_neither");
        IntColumn failedTarget = NumberFormats.whole("failed_target");
        IntColumn failedRetain = NumberFormats.whole("failed_retain");
        for (Accuracy row : rows) {
            RequestAccuracy request = row.request();
            erased.append(request.erased());
            images.append(row.images());
            ua.append(request.ua());
            ira.append(request.ira());
            cra.append(request.cra());
            uaNeither.append(request.uaWithNeither());
            iraNeither.append(request.iraWithNeither());
            failedTarget.append(request.failedTargets());
            failedRetain.append(request.failedRetained());
        }
        List<Column<?>> columns = new ArrayList<>(List.of(erased, images));
        for (Shares shares : List.of(ua, ira, cra, uaNeither, iraNeither)) {
            columns.addAll(shares.columns());
        }
        columns.addAll(List.of(failedTarget, failedRetain));
        return Table.create("ua_ira", columns);
    }

    /**
     * A row for each image: {@code image}, {@code erased}, {@code concept} (of its prompt), {@code seen}, {@code neither} (whether the text without a
     * concept is closer still), {@code second} and {@code seen_second} (of another kind), {@code right}, {@code flagged}, {@code status}.
     */
    public static Table seen(ErasureAccuracy accuracy) {
        StringColumn image = StringColumn.create("image");
        StringColumn erased = StringColumn.create("erased");
        StringColumn concept = StringColumn.create("concept");
        StringColumn seen = StringColumn.create("seen");
        BooleanColumn neither = BooleanColumn.create("neither");
        StringColumn second = StringColumn.create("second");
        StringColumn seenSecond = StringColumn.create("seen_second");
        BooleanColumn right = BooleanColumn.create("right");
        BooleanColumn flagged = BooleanColumn.create("flagged");
        StringColumn status = StringColumn.create("status");
        for (SeenImage row : accuracy.images()) {
            boolean failed = row.fault() != null;
            image.append(row.image().name());
            erased.append(row.image().erased());
            concept.append(row.image().concept());
            NullableCells.append(seen, row.seen());
            NullableCells.append(second, row.image().second());
            NullableCells.append(seenSecond, row.second());
            if (failed) {
                neither.appendMissing();
                right.appendMissing();
            } else {
                neither.append(row.neither());
                right.append(row.isRight());
            }
            flagged.append(row.isFlagged());
            status.append(failed ? Objects.requireNonNull(row.fault()).status() : "scored");
        }
        return Table.create("seen", image, erased, concept, seen, neither, second, seenSecond, right, flagged, status);
    }

    /**
     * A row for each image of an attack: {@code image}, {@code cosine_similarity} with the concept's text, {@code success} (whether it is above the
     * threshold), {@code flagged}, {@code status}.
     */
    public static Table attacks(AttackRate rate) {
        StringColumn image = StringColumn.create("image");
        DoubleColumn cosine = NumberFormats.fixed("cosine_similarity", 4);
        BooleanColumn success = BooleanColumn.create("success");
        BooleanColumn flagged = BooleanColumn.create("flagged");
        StringColumn status = StringColumn.create("status");
        for (AttackRate.Attack attack : rate.images()) {
            Double value = attack.cosine();
            image.append(attack.name());
            NullableCells.append(cosine, value);
            if (value == null) {
                success.appendMissing();
            } else {
                success.append(value > rate.threshold());
            }
            flagged.append(attack.isFlagged());
            status.append(attack.fault() == null ? "scored" : attack.fault().status());
        }
        return Table.create("asr", image, cosine, success, flagged, status);
    }

    /**
     * A row for each concept, and another one for each without flagged pictures if these matter: {@code concept}, {@code images} (all, or without flagged
     * pictures), {@code similarity} (cosine of its text with the erased concept's; missing in the user's order), {@code n}
     * prompts, {@code original_mean}, {@code mean}, {@code delta} (mean change of logits_per_image), the ends of its 95 % BCa interval, {@code wilcoxon_p}.
     */
    public static Table collateral(Collateral collateral) {
        StringColumn concept = StringColumn.create("concept");
        StringColumn images = StringColumn.create("images");
        List<Collateral.Change> clean = collateral.clean();
        List<Collateral.Change> rows = new ArrayList<>(collateral.concepts());
        if (clean != null) {
            rows.addAll(clean);
        }
        DoubleColumn similarity = NumberFormats.fixed("similarity", 4);
        IntColumn n = NumberFormats.whole("n");
        DoubleColumn original = NumberFormats.fixed("original_mean", 4);
        DoubleColumn mean = NumberFormats.fixed("mean", 4);
        DoubleColumn delta = NumberFormats.fixed("delta", 4);
        DoubleColumn low = NumberFormats.fixed("delta_low", 4);
        DoubleColumn high = NumberFormats.fixed("delta_high", 4);
        DoubleColumn p = NumberFormats.significant("wilcoxon_p");
        for (Collateral.Change row : rows) {
            Mean.Interval interval = row.delta().interval();
            concept.append(row.concept());
            images.append(concept.size() <= collateral.concepts().size() ? ALL : UNFLAGGED);
            NullableCells.append(similarity, row.similarity());
            n.append(row.delta().n());
            original.append(row.original());
            mean.append(row.run());
            delta.append(row.delta().value());
            NullableCells.append(low, interval == null ? null : interval.low());
            NullableCells.append(high, interval == null ? null : interval.high());
            NullableCells.append(p, row.wilcoxon().pValue());
        }
        return Table.create("collateral", concept, images, similarity, n, original, mean, delta, low, high, p);
    }

    /**
     * A row for each technique, the baseline first, and another one for each without flagged pictures if these matter: its name, {@code images}
     * (all, or without flagged pictures), and for each figure (such as {@code ua}, {@code cra}, {@code asr} or {@code clip_i}) its value, the ends of its
     * 95 % interval ({@code ua_low}), its counts ({@code ua_correct}, for shares only, and {@code ua_total}), the change from the baseline ({@code ua_delta})
     * with the ends of its 95 % interval, its p-value ({@code ua_p}), that after Holm's correction over the techniques ({@code ua_p_holm}), {@code ua_n} (the
     * pairs, or the technique's own images) and {@code ua_test}. The baseline has no change.
     *
     * @param techniques over all pictures
     * @param clean the same without flagged pictures; empty if they do not matter
     */
    public static Table techniques(List<ComparedTechnique> techniques, List<ComparedTechnique> clean) {
        StringColumn name = StringColumn.create("technique");
        StringColumn images = StringColumn.create("images");
        List<ComparedTechnique> rows = new ArrayList<>(techniques);
        rows.addAll(clean);
        for (ComparedTechnique row : rows) {
            name.append(row.name());
            images.append(name.size() <= techniques.size() ? ALL : UNFLAGGED);
        }
        List<Column<?>> columns = new ArrayList<>(List.of(name, images));
        for (ComparedTechnique.Figure figure : rows.get(0).figures()) {
            columns.addAll(figure(figure.name(), rows));
        }
        return Table.create("techniques", columns);
    }

    private static List<Column<?>> figure(String figure, List<ComparedTechnique> rows) {
        String name = figure.toLowerCase(Locale.ROOT).replace('-', '_');
        DoubleColumn value = NumberFormats.fixed(name, 4);
        DoubleColumn low = NumberFormats.fixed(name + "_low", 4);
        DoubleColumn high = NumberFormats.fixed(name + "_high", 4);
        IntColumn count = NumberFormats.whole(name + "_correct");
        IntColumn total = NumberFormats.whole(name + "_total");
        DoubleColumn delta = NumberFormats.fixed(name + "_delta", 4);
        DoubleColumn deltaLow = NumberFormats.fixed(name + "_delta_low", 4);
        DoubleColumn deltaHigh = NumberFormats.fixed(name + "_delta_high", 4);
        DoubleColumn p = NumberFormats.significant(name + "_p");
        DoubleColumn adjusted = NumberFormats.significant(name + "_p_holm");
        IntColumn n = NumberFormats.whole(name + "_n");
        StringColumn test = StringColumn.create(name + "_test");
        boolean counts = false;
        for (ComparedTechnique row : rows) {
            ComparedTechnique.Figure own = Objects.requireNonNull(row.figure(figure));
            FigureChange change = own.change();
            Mean.Interval interval = own.interval();
            Mean.Interval changed = change == null ? null : change.interval();
            counts |= own.count() != null;
            NullableCells.append(value, own.value());
            NullableCells.append(low, interval == null ? null : interval.low());
            NullableCells.append(high, interval == null ? null : interval.high());
            NullableCells.append(count, own.count());
            total.append(own.n());
            NullableCells.append(delta, change == null ? null : change.delta());
            NullableCells.append(deltaLow, changed == null ? null : changed.low());
            NullableCells.append(deltaHigh, changed == null ? null : changed.high());
            NullableCells.append(p, change == null ? null : change.pValue());
            NullableCells.append(adjusted, change == null ? null : change.adjusted());
            NullableCells.append(n, change == null ? null : change.n());
            NullableCells.append(test, change == null ? null : change.test());
        }
        List<Column<?>> columns = new ArrayList<>(List.of(value, low, high));
        if (counts) {
            columns.add(count);
        }
        columns.addAll(List.of(total, delta, deltaLow, deltaHigh, p, adjusted, n, test));
        return columns;
    }

    /**
     * A figure of {@link #figures}.
     *
     * @param metric its name
     * @param images which images it is of
     * @param value null if it has none
     * @param interval null if it has none
     * @param n how many images or pairs it rests on
     */
    public record Figure(
            String metric, String images, @Nullable Double value, Mean.@Nullable Interval interval, int n) {
        /** The figure of a share. */
        public static Figure of(String metric, String images, Proportion share) {
            return new Figure(metric, images, share.share(), share.interval(), share.n());
        }
    }

    /** A row for each figure: {@code metric}, {@code images}, {@code value}, {@code low} and {@code high} (its 95 % interval), {@code n}. */
    public static Table figures(String name, List<Figure> rows) {
        StringColumn metric = StringColumn.create("metric");
        StringColumn images = StringColumn.create("images");
        DoubleColumn value = NumberFormats.fixed("value", 4);
        DoubleColumn low = NumberFormats.fixed("low", 4);
        DoubleColumn high = NumberFormats.fixed("high", 4);
        IntColumn n = NumberFormats.whole("n");
        for (Figure row : rows) {
            metric.append(row.metric());
            images.append(row.images());
            NullableCells.append(value, row.value());
            NullableCells.append(
                    low, row.interval() == null ? null : row.interval().low());
            NullableCells.append(
                    high, row.interval() == null ? null : row.interval().high());
            n.append(row.n());
        }
        return Table.create(name, metric, images, value, low, high, n);
    }

    /** A row for each pair of images: {@code image} (its name in the first run, without its ending) and {@code cosine_similarity}. */
    public static Table pairs(ImageSimilarity similarity) {
        StringColumn image = StringColumn.create("image");
        DoubleColumn cosine = NumberFormats.fixed("cosine_similarity", 4);
        for (ImageSimilarity.PairCosine pair : similarity.pairs()) {
            image.append(pair.key().stem());
            cosine.append(pair.cosine());
        }
        return Table.create("clip_i", image, cosine);
    }

    /** The columns of a share: {@code ua}, {@code ua_low}, {@code ua_high}, {@code ua_correct}, {@code ua_total}. */
    private static final class Shares {
        private final DoubleColumn share;
        private final DoubleColumn low;
        private final DoubleColumn high;
        private final IntColumn count;
        private final IntColumn total;

        Shares(String name) {
            share = NumberFormats.fixed(name, 4);
            low = NumberFormats.fixed(name + "_low", 4);
            high = NumberFormats.fixed(name + "_high", 4);
            count = NumberFormats.whole(name + "_correct");
            total = NumberFormats.whole(name + "_total");
        }

        void append(@Nullable Proportion proportion) {
            Mean.Interval interval = proportion == null ? null : proportion.interval();
            NullableCells.append(share, proportion == null ? null : proportion.share());
            NullableCells.append(low, interval == null ? null : interval.low());
            NullableCells.append(high, interval == null ? null : interval.high());
            NullableCells.append(count, proportion == null ? null : proportion.count());
            NullableCells.append(total, proportion == null ? null : proportion.n());
        }

        List<Column<?>> columns() {
            return List.of(share, low, high, count, total);
        }
    }
}
