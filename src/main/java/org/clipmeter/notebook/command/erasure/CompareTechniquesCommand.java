package org.clipmeter.notebook.command.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clipmeter.Result;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.result.erasure.AttackSuccess;
import org.clipmeter.result.erasure.Preservation;
import org.clipmeter.result.erasure.TechniqueComparison;
import org.clipmeter.result.erasure.UaIra;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip erasure compare}: techniques beside a baseline. */
@Command(
        name = "compare",
        description = {
            "Compares techniques with a baseline, from results of one metric: UA, IRA and CRA from %%clip erasure ua-ira, ASR from %%clip erasure asr, or "
                    + "CLIP-I from %%clip erasure preserved. Results must be of the same model, concepts, texts, threshold and original images.",
            "If the images can be joined (by file name, number, prompt id or prompt), they are compared pair by pair: the mean change with its 95 %% BCa "
                    + "bootstrap interval, and McNemar's exact test, or Wilcoxon's signed-rank test for CLIP-I. Otherwise the techniques are separate groups: "
                    + "Newcombe's interval and Fisher's exact test. Of several techniques, p_holm is adjusted by Holm's method, for each figure over the "
                    + "techniques. Figures are over the images of all requests together.",
            "If more than 1 %% of the pictures are all black or transparent, everything is shown with and without them. Returns a Table with a row for each "
                    + "technique, the baseline first."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure ua-ira out/uce --erased circle -o uce",
            "  %%clip erasure ua-ira out/esd --erased circle -o esd",
            "  %%clip erasure compare uce esd                         the baseline comes first"
        })
public final class CompareTechniquesCommand implements Callable<Table> {
    private final ErasureSession context;

    @Parameters(
            paramLabel = "RESULT",
            arity = "1..*",
            description = "a result by name or place, see %%clip runs; the baseline comes first")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private Variable variable = new Variable();

    /** The command in a cell. */
    public CompareTechniquesCommand(ErasureSession context) {
        this.context = context;
    }

    @Override
    public Table call() {
        variable.check();
        List<Result> results = arguments.stream().map(context.session()::result).toList();
        Result baseline = results.get(0);
        TechniqueComparison comparison;
        if (baseline instanceof UaIra accuracy) {
            comparison = TechniqueComparison.of(accuracy, others(results, UaIra.class, "ua-ira"));
        } else if (baseline instanceof AttackSuccess attack) {
            comparison = TechniqueComparison.ofAttacks(attack, others(results, AttackSuccess.class, "asr"));
        } else if (baseline instanceof Preservation preservation) {
            comparison =
                    TechniqueComparison.ofPreservation(preservation, others(results, Preservation.class, "preserved"));
        } else {
            throw new InvalidRequestException("compare: " + baseline.name()
                    + " is not a result of %clip erasure ua-ira, asr or preserved, which can be compared");
        }
        String otherwise = results.stream().skip(1).map(Result::name).collect(Collectors.joining("_")) + "_against_"
                + baseline.name();
        return context.shown(comparison, variable, otherwise);
    }

    private static <R extends Result> List<R> others(List<Result> results, Class<R> metric, String command) {
        List<R> others = new ArrayList<>();
        for (Result result : results.subList(1, results.size())) {
            if (!metric.isInstance(result)) {
                throw new InvalidRequestException("compare: " + results.get(0).name() + " is a result of %clip erasure "
                        + command + ", but " + result.name() + " is not; compare results of one metric");
            }
            others.add(metric.cast(result));
        }
        return others;
    }
}
