package org.clipmeter.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.clipmeter.compare.ProportionChange;
import org.clipmeter.erasure.AccuracyChange;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.erasure.Collateral;
import org.clipmeter.erasure.ErasureAccuracy;
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
     * A row for each concept: {@code concept}, {@code similarity} (cosine of its text with the erased concept's; missing in the user's order), {@code n}
     * prompts, {@code original_mean}, {@code mean}, {@code delta} (mean change of logits_per_image), the ends of its 95 % BCa interval, {@code wilcoxon_p}.
     */
    public static Table collateral(Collateral collateral) {
        StringColumn concept = StringColumn.create("concept");
        DoubleColumn similarity = NumberFormats.fixed("similarity", 4);
        IntColumn n = NumberFormats.whole("n");
        DoubleColumn original = NumberFormats.fixed("original_mean", 4);
        DoubleColumn mean = NumberFormats.fixed("mean", 4);
        DoubleColumn delta = NumberFormats.fixed("delta", 4);
        DoubleColumn low = NumberFormats.fixed("delta_low", 4);
        DoubleColumn high = NumberFormats.fixed("delta_high", 4);
        DoubleColumn p = NumberFormats.significant("wilcoxon_p");
        for (Collateral.Change row : collateral.concepts()) {
            Mean.Interval interval = row.delta().interval();
            concept.append(row.concept());
            NullableCells.append(similarity, row.similarity());
            n.append(row.delta().n());
            original.append(row.original());
            mean.append(row.run());
            delta.append(row.delta().value());
            NullableCells.append(low, interval == null ? null : interval.low());
            NullableCells.append(high, interval == null ? null : interval.high());
            NullableCells.append(p, row.wilcoxon().pValue());
        }
        return Table.create("collateral", concept, similarity, n, original, mean, delta, low, high, p);
    }

    /**
     * A row of {@link #techniques}.
     *
     * @param name the technique
     * @param pooled its accuracy over all images
     * @param change how it differs from the baseline; null for the baseline itself
     */
    public record Technique(
            String name, RequestAccuracy pooled, @Nullable AccuracyChange change) {}

    /**
     * A row for each technique: {@code technique}, UA and IRA with their Wilson intervals and counts, and for both the change from the baseline
     * ({@code ua_delta}), the ends of its 95 % interval, its p-value, and {@code ua_n}, the pairs or the technique's images. The baseline has no change.
     */
    public static Table techniques(List<Technique> rows) {
        StringColumn technique = StringColumn.create("technique");
        Shares ua = new Shares("ua");
        Shares ira = new Shares("ira");
        Changes uaChange = new Changes("ua");
        Changes iraChange = new Changes("ira");
        StringColumn test = StringColumn.create("test");
        for (Technique row : rows) {
            AccuracyChange change = row.change();
            technique.append(row.name());
            ua.append(row.pooled().ua());
            ira.append(row.pooled().ira());
            ProportionChange ofUa = change == null ? null : change.ua();
            ProportionChange ofIra = change == null ? null : change.ira();
            uaChange.append(ofUa);
            iraChange.append(ofIra);
            NullableCells.append(test, ofUa != null ? ofUa.test() : ofIra != null ? ofIra.test() : null);
        }
        List<Column<?>> columns = new ArrayList<>(List.of(technique));
        columns.addAll(ua.columns());
        columns.addAll(uaChange.columns());
        columns.addAll(ira.columns());
        columns.addAll(iraChange.columns());
        columns.add(test);
        return Table.create("techniques", columns);
    }

    /** The columns of a change. */
    private static final class Changes {
        private final DoubleColumn delta;
        private final DoubleColumn low;
        private final DoubleColumn high;
        private final DoubleColumn p;
        private final IntColumn n;

        Changes(String name) {
            delta = NumberFormats.fixed(name + "_delta", 4);
            low = NumberFormats.fixed(name + "_delta_low", 4);
            high = NumberFormats.fixed(name + "_delta_high", 4);
            p = NumberFormats.significant(name + "_p");
            n = NumberFormats.whole(name + "_n");
        }

        void append(@Nullable ProportionChange change) {
            Mean.Interval interval = change == null ? null : change.interval();
            NullableCells.append(delta, change == null ? null : change.delta());
            NullableCells.append(low, interval == null ? null : interval.low());
            NullableCells.append(high, interval == null ? null : interval.high());
            NullableCells.append(p, change == null ? null : change.pValue());
            NullableCells.append(n, change == null ? null : change.second().n());
        }

        List<Column<?>> columns() {
            return List.of(delta, low, high, p, n);
        }
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
