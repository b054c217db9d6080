package org.clipmeter.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.clipmeter.agreement.ModelScores;
import org.clipmeter.agreement.PairAgreement;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.agreement.SharedItems;
import org.clipmeter.agreement.TechniqueAgreement;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.RankCorrelation;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Runs under several models, as tables. Each table's numbers of one model have that model's own scale. */
public final class AgreementTables {
    private AgreementTables() {}

    /**
     * A row for each run: {@code run}, and for each model, under its name such as {@code B/32}, its CLIP Score, {@code
     * B/32_low} and {@code B/32_high} (the 95 % BCa bootstrap interval, missing if all scores are the same) and {@code
     * B/32_n} (images with a score).
     */
    public static Table values(List<String> labels, List<RunAgreement> runs) {
        StringColumn run = StringColumn.create("run");
        List<Column<?>> columns = new ArrayList<>(List.of(run));
        runs.forEach(each -> run.append(each.run()));
        for (int i = 0; i < labels.size(); i++) {
            DoubleColumn value = NumberFormats.fixed(labels.get(i), 4);
            DoubleColumn low = NumberFormats.fixed(labels.get(i) + "_low", 4);
            DoubleColumn high = NumberFormats.fixed(labels.get(i) + "_high", 4);
            IntColumn n = NumberFormats.whole(labels.get(i) + "_n");
            for (RunAgreement each : runs) {
                double[] scores = each.byModel().get(i).result().logitsPerImage();
                Mean mean = scores.length == 0 ? null : Mean.of(scores);
                NullableCells.append(value, mean == null ? null : mean.value());
                append(mean == null ? null : mean.interval(), low, high);
                n.append(scores.length);
            }
            columns.addAll(List.of(value, low, high, n));
        }
        return Table.create("models", columns);
    }

    /**
     * A row for each run and each two models: {@code run}, {@code model}, {@code other_model}, {@code n} (images with a
     * score under every model), {@code spearman}, {@code spearman_low}, {@code spearman_high}, {@code kendall}, {@code
     * kendall_low}, {@code kendall_high}; see {@link RankCorrelation}.
     */
    public static Table correlations(List<String> labels, List<RunAgreement> runs) {
        StringColumn run = StringColumn.create("run");
        StringColumn model = StringColumn.create("model");
        StringColumn other = StringColumn.create("other_model");
        IntColumn n = NumberFormats.whole("n");
        DoubleColumn spearman = NumberFormats.fixed("spearman", 4);
        DoubleColumn spearmanLow = NumberFormats.fixed("spearman_low", 4);
        DoubleColumn spearmanHigh = NumberFormats.fixed("spearman_high", 4);
        DoubleColumn kendall = NumberFormats.fixed("kendall", 4);
        DoubleColumn kendallLow = NumberFormats.fixed("kendall_low", 4);
        DoubleColumn kendallHigh = NumberFormats.fixed("kendall_high", 4);
        for (RunAgreement each : runs) {
            for (PairAgreement pair : each.pairs()) {
                run.append(each.run());
                model.append(labels.get(pair.first()));
                other.append(labels.get(pair.second()));
                n.append(pair.spearman().n());
                NullableCells.append(spearman, pair.spearman().value());
                append(pair.spearman().interval(), spearmanLow, spearmanHigh);
                NullableCells.append(kendall, pair.kendall().value());
                append(pair.kendall().interval(), kendallLow, kendallHigh);
            }
        }
        return Table.create(
                "rank agreement",
                run,
                model,
                other,
                n,
                spearman,
                spearmanLow,
                spearmanHigh,
                kendall,
                kendallLow,
                kendallHigh);
    }

    /**
     * A row for each run and model: {@code run}, {@code model}, {@code n} (images), {@code captions} (different texts),
     * {@code r_at_1}, {@code r_at_5}, {@code median_rank}; see {@link org.clipmeter.agreement.Retrieval}.
     */
    public static Table retrieval(List<RunAgreement> runs) {
        StringColumn run = StringColumn.create("run");
        StringColumn model = StringColumn.create("model");
        IntColumn n = NumberFormats.whole("n");
        IntColumn captions = NumberFormats.whole("captions");
        DoubleColumn first = NumberFormats.fixed("r_at_1", 4);
        DoubleColumn five = NumberFormats.fixed("r_at_5", 4);
        DoubleColumn median = NumberFormats.fixed("median_rank", 1);
        for (RunAgreement each : runs) {
            for (ModelScores scores : each.byModel()) {
                run.append(each.run());
                model.append(scores.model());
                n.append(scores.retrieval().n());
                captions.append(scores.retrieval().captions());
                NullableCells.append(first, scores.retrieval().recallAt1());
                NullableCells.append(five, scores.retrieval().recallAt5());
                NullableCells.append(median, scores.retrieval().medianRank());
            }
        }
        return Table.create("retrieval of the own prompt", run, model, n, captions, first, five, median);
    }

    /**
     * A row for each run but the baseline and each model: {@code run}, {@code model}, {@code n} (prompts that both have
     * scored), {@code delta} (mean change in the model's own scale), {@code delta_low}, {@code delta_high}, {@code
     * wilcoxon_p}, {@code verdict} ({@code higher}, {@code lower} or {@code not shown}), {@code prompts} (with a change
     * under every model), {@code agreeing} (their share whose change has one direction under all models).
     */
    public static Table techniques(List<String> labels, List<RunAgreement> runs) {
        StringColumn run = StringColumn.create("run");
        StringColumn model = StringColumn.create("model");
        IntColumn n = NumberFormats.whole("n");
        DoubleColumn delta = NumberFormats.fixed("delta", 4);
        DoubleColumn low = NumberFormats.fixed("delta_low", 4);
        DoubleColumn high = NumberFormats.fixed("delta_high", 4);
        DoubleColumn p = NumberFormats.significant("wilcoxon_p");
        StringColumn verdict = StringColumn.create("verdict");
        IntColumn prompts = NumberFormats.whole("prompts");
        DoubleColumn agreeing = NumberFormats.fixed("agreeing", 3);
        for (RunAgreement each : runs) {
            TechniqueAgreement technique = each.technique();
            for (int i = 0; technique != null && i < labels.size(); i++) {
                PairedComparison comparison = technique.byModel().get(i);
                run.append(each.run());
                model.append(labels.get(i));
                n.append(comparison.delta().n());
                delta.append(comparison.delta().value());
                append(comparison.delta().interval(), low, high);
                NullableCells.append(p, comparison.wilcoxon().pValue());
                verdict.append(technique.verdicts().get(i).toString());
                prompts.append(technique.prompts());
                NullableCells.append(agreeing, technique.agreeing());
            }
        }
        return Table.create("techniques", run, model, n, delta, low, high, p, verdict, prompts, agreeing);
    }

    /**
     * A row for each image that all models have scored, those on which the models disagree most first: {@code run}, {@code
     * id}, {@code prompt}, {@code spread} (lowest less highest rank, as a share of all images), then for each model {@code
     * B/32} (logits_per_image), {@code B/32_z} (its z-score over the run's images) and {@code B/32_rank} (from 1, the
     * highest score), then {@code image}.
     */
    public static Table images(List<String> labels, List<RunAgreement> runs) {
        record Row(String run, SharedItems.Item item, double spread) {}
        List<Row> rows = new ArrayList<>();
        for (RunAgreement each : runs) {
            each.items()
                    .images()
                    .forEach(item ->
                            rows.add(new Row(each.run(), item, each.items().spread(item))));
        }
        rows.sort(Comparator.comparingDouble((Row row) -> -row.spread()));
        StringColumn run = StringColumn.create("run");
        StringColumn id = StringColumn.create("id");
        StringColumn prompt = StringColumn.create("prompt");
        DoubleColumn spread = NumberFormats.fixed("spread", 3);
        StringColumn image = StringColumn.create("image");
        List<Column<?>> columns = new ArrayList<>(List.of(run, id, prompt, spread));
        for (Row row : rows) {
            run.append(row.run());
            id.append(row.item().row().pair().prompt().id());
            prompt.append(row.item().row().pair().prompt().text());
            spread.append(row.spread());
            image.append(row.item().row().pair().image().name());
        }
        for (int i = 0; i < labels.size(); i++) {
            DoubleColumn logits = NumberFormats.fixed(labels.get(i), 4);
            DoubleColumn z = NumberFormats.fixed(labels.get(i) + "_z", 3);
            DoubleColumn rank = NumberFormats.fixed(labels.get(i) + "_rank", 1);
            for (Row row : rows) {
                logits.append(row.item().logits().get(i).doubleValue());
                z.append(row.item().zScores().get(i).doubleValue());
                rank.append(row.item().ranks().get(i).doubleValue());
            }
            columns.addAll(List.of(logits, z, rank));
        }
        columns.add(image);
        return Table.create("disagreement", columns);
    }

    private static void append(Mean.@Nullable Interval interval, DoubleColumn low, DoubleColumn high) {
        NullableCells.append(low, interval == null ? null : interval.low());
        NullableCells.append(high, interval == null ? null : interval.high());
    }
}
