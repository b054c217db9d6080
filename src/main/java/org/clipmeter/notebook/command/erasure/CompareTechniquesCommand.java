package org.clipmeter.notebook.command.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clipmeter.Result;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.result.erasure.TechniqueComparison;
import org.clipmeter.result.erasure.UaIra;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip erasure compare}: UA and IRA of techniques beside a baseline. */
@Command(
        name = "compare",
        description = {
            "Compares UA and IRA of techniques with a baseline, from results of %%clip erasure ua-ira with the same model, concepts and texts. Draws "
                    + "IRA against UA.",
            "If the images can be joined (by file name, number, prompt id or prompt), they are compared pair by pair: the mean change with its 95 %% BCa "
                    + "bootstrap interval and McNemar's exact test. Otherwise the techniques are separate groups: Newcombe's interval and Fisher's exact "
                    + "test. p is not adjusted for several comparisons.",
            "Returns a Table with a row for each technique, the baseline first."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure ua-ira out/uce --erased circle -o uce",
            "  %%clip erasure ua-ira out/esd --erased circle -o esd",
            "  %%clip erasure compare uce esd"
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
        List<UaIra> results = new ArrayList<>();
        for (String argument : arguments) {
            Result result = context.session().result(argument);
            if (!(result instanceof UaIra accuracy)) {
                throw new InvalidRequestException(
                        "compare: " + result.name() + " has no UA and IRA; expected a result of %clip erasure ua-ira");
            }
            results.add(accuracy);
        }
        TechniqueComparison comparison = TechniqueComparison.of(results.get(0), results.subList(1, results.size()));
        String otherwise = results.stream().skip(1).map(UaIra::name).collect(Collectors.joining("_")) + "_against_"
                + results.get(0).name();
        return context.shown(comparison, variable, otherwise);
    }
}
