package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipmeter.plot.ReportPlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReferenceReport;
import org.clipmeter.report.ReportFolder;
import org.clipmeter.report.ReportedMetric;
import org.clipmeter.report.TechniqueReports;
import org.clipmeter.table.Overview;
import org.clipmeter.table.ReportTable;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/** Reports of the reference, eval-learn 0.1 or eval-unlearn 1, side by side. It is immutable and safe from any thread. */
public final class Reports implements Result {
    private final String name;
    private final List<ReferenceReport> reports;
    private final List<TechniqueReports> techniques;
    private final List<String> unread;

    private Reports(String name, List<ReferenceReport> reports, List<String> unread) {
        this.name = name;
        this.reports = reports;
        this.techniques = TechniqueReports.of(reports);
        this.unread = unread;
    }

    /**
     * Reads a report, or all reports in a folder and below it, each run once.
     *
     * @param place a file, or a folder such as the {@code output_dir} of the reference's configuration
     * @throws IOException in one line, if the file is not a report, or the folder has none that can be read
     */
    public static Reports read(Path place) throws IOException {
        ReportFolder folder = ReportFolder.read(place);
        Path last = place.toAbsolutePath().normalize().getFileName();
        return new Reports(last == null ? "reports" : last.toString(), folder.reports(), folder.warnings());
    }

    /** The name of the folder or file, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Reports named(String newName) {
        return new Reports(newName, reports, unread);
    }

    /** The reports by technique, concept and time; each run once. */
    public List<ReferenceReport> reports() {
        return reports;
    }

    /** The reports put together by technique; see {@link TechniqueReports}. */
    public List<TechniqueReports> techniques() {
        return techniques;
    }

    /** No model and no value, since each technique has its own; as many items as there are techniques. */
    @Override
    public Overview overview() {
        return new Overview("", "", null, techniques.size(), techniques.size(), "");
    }

    /** How many reports there are, what their {@code clip_score} is, and what is wrong with them. */
    @Override
    public Summary summary() {
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact("techniques", Integer.toString(techniques.size())));
        byDefinition().forEach((definition, rows) -> {
            String formula = " (" + rows.get(0).generation().formula() + ")";
            facts.add(new Summary.Fact("clip_score", rows.size() + " of " + definition + formula));
        });
        List<String> caveats = new ArrayList<>();
        if (byDefinition().size() > 1) {
            caveats.add("The values of clip_score are of " + byDefinition().size()
                    + " definitions. Compare only those of one generation and one model.");
        }
        if (!byDefinition().isEmpty() && !measuresErasure()) {
            caveats.add("CLIP Score says how faithful images are to their prompts, not whether the concept is gone:"
                    + " no report here has a metric of erasure with a usable value (" + erasureKeys() + ").");
        }
        return Summary.of(
                new Summary.Headline(
                        "",
                        Integer.toString(reports.size()),
                        (reports.size() == 1 ? " report of " : " reports of ") + name),
                facts,
                warnings(),
                caveats);
    }

    private boolean measuresErasure() {
        return reports.stream()
                .flatMap(report -> report.metrics().stream())
                .anyMatch(metric -> metric.usable()
                        && metric.known()
                                .filter(ReferenceMetric::measuresErasure)
                                .isPresent());
    }

    private static String erasureKeys() {
        return Arrays.stream(ReferenceMetric.values())
                .filter(ReferenceMetric::measuresErasure)
                .map(ReferenceMetric::key)
                .collect(Collectors.joining(", "));
    }

    /** The techniques with a finite CLIP Score, by what their CLIP Score is. */
    private Map<String, List<TechniqueReports>> byDefinition() {
        Map<String, List<TechniqueReports>> groups = new LinkedHashMap<>();
        for (TechniqueReports technique : techniques) {
            if (technique
                    .metric(ReferenceMetric.CLIP_SCORE)
                    .filter(ReportedMetric::usable)
                    .isPresent()) {
                groups.computeIfAbsent(technique.definition(), definition -> new ArrayList<>())
                        .add(technique);
            }
        }
        return groups;
    }

    /** A row for each technique; see {@link ReportTable#of}. */
    @Override
    public Table table() {
        return ReportTable.of(techniques);
    }

    /**
     * For each definition of {@code clip_score} a chart of the values by technique, and one of the first metric of erasure that
     * a technique has against them. Values of different definitions are never in one chart.
     */
    @Override
    public List<ScoreChart> charts() {
        List<ScoreChart> charts = new ArrayList<>();
        for (List<TechniqueReports> rows : byDefinition().values()) {
            List<TechniqueReports> drawn = rows.subList(0, Math.min(ReportPlots.MOST, rows.size()));
            charts.add(ReportPlots.clipScores(drawn));
            for (ReferenceMetric metric : ReferenceMetric.values()) {
                List<TechniqueReports> both = drawn.stream()
                        .filter(row -> metric.measuresErasure() && Double.isFinite(ReportPlots.erased(metric, row)))
                        .toList();
                if (!both.isEmpty()) {
                    charts.add(ReportPlots.erasureAgainstFaithfulness(metric, both));
                    break;
                }
            }
        }
        return charts;
    }

    /** {@code name}, and {@code techniques}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        return TableText.json(table(), "techniques", Map.of("name", name));
    }

    /** Files that could not be read, what is wrong with the reports' figures, and which older figures are left out. */
    @Override
    public List<String> warnings() {
        Set<String> all = new LinkedHashSet<>(unread);
        for (ReferenceReport report : reports) {
            report.warnings().forEach(warning -> all.add(report.title() + ", run " + report.runId() + ": " + warning));
        }
        techniques.forEach(technique -> all.addAll(technique.notes()));
        byDefinition().forEach((definition, rows) -> {
            if (rows.size() > ReportPlots.MOST) {
                all.add("The charts of " + definition + " show the first " + ReportPlots.MOST + " of " + rows.size()
                        + " techniques; the table has all of them.");
            }
        });
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
